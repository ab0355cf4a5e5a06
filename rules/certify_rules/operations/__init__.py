"""Operations: ids, texts, visibility, revisions, and the paths they answer at."""
