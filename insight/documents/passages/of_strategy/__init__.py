"""The strategy gathered from passages: its areas, evaluation, process, guidance and analyses."""
