"""The lists people choose from and read, as stored codes and as words."""
