"""What Global Fishing Watch's interfaces give: events and identities of vessels."""
