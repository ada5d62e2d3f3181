"""Recognise errors in pasted text; pure, offline."""
