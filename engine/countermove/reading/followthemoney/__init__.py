"""FollowTheMoney: entities of OpenSanctions and others as facts, and facts as such entities."""
