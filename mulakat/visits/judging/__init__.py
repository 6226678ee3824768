"""What a request is judged by: the dossier, the rules over it, the quota."""
