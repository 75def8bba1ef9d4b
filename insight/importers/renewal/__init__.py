"""The same file again, or a new wave: what a person wrote stays, differences are told."""
