"""From files to facts and rulebooks: strict YAML with positions, and one reader a format.

Where to look:

Facts
    facts_source        the entrance: paths in, facts and an account out; `account` counts what became of every record
    fact_formats        which format a file has: detectors in their order, each shown the beginning of the file (`candidate`);
                        `told_at_once` spares loading all of them, `no_facts` says why a file of none of them is passed over
    formats/            one file a format that needs code; found by itself (formats/registry)
    profiles/           one YAML file a format that needs none (profile is the model, profile_reader reads it, profile_check checks
                        it, profile_formats makes a format of it, profile_facts makes facts with it)
    json_facts          the native form: facts as JSON lines or as one document
    store_format, store_reader, store_tables, store_writing
                        a store: facts as Parquet files with a manifest
    quarantine_file     refused records that somebody mended, read again

Shared by the formats in code, in a folder for each family
    listed/             sanctions lists: United Kingdom, European Union, OFAC
    followthemoney/     entities of FollowTheMoney, in and out
    influence/          influence operations: STIX, MISP, Meta's indicators, DISARM
    gfw/                what Global Fishing Watch's interfaces give
    tracks/             AIS positions, and the silences, loitering and encounters read off them
    drafting/           a draft of a profile for a file that no format knows (no format: a command)

What every format is made of
    outcome             what becomes of a record: used, set aside, refused
    making              the facts of one record in code, with its problems and its evidence
    tables, csv_rows    tables as rows of clean cells; csv_facts: tables by profile
    json_stream, json_text, json_depth, json_cells
                        JSON one record at a time, never nested beyond bounds; json_profile: JSON by profile
    bounded_lines, long_text, geometry, country_words
    cell_types, cell_values, cell_steps, cell_conditions, cell_lookup, row_text
                        the words of profiles at work on cells
    source_register, own_registers, cited_sources
                        who publishes what, and how far it is trusted (sources.yaml, and a user's own)

Many facts at once
    bulk, bulk_*        the same reading into typed tables, with the same account and the same facts; `volume` decides

Rulebooks
    rulebook_reader     a folder of rules into a rulebook; rule_reader, clause_reader, condition_reader, then_reader, case_reader and
                        phrase_reader read its parts, *_check what their form cannot show, yaml_source every YAML file
"""
