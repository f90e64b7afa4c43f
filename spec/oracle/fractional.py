"""Least squares and Cholesky in exact fractions; square roots are taken in decimal at the end."""
import math
from decimal import Decimal, localcontext
from fractions import Fraction


def design(rows, degree, intercept):
    """Columns and target of rows [y, x...]: powers 1 to degree of each x, after a constant."""
    columns = [[Fraction(1)] * len(rows)] if intercept else []
    for k in range(1, len(rows[0])):
        columns += [[row[k] ** d for row in rows] for d in range(1, degree + 1)]
    return columns, [row[0] for row in rows], None, intercept


def root(x):
    """√x as a double, from 60 decimal digits."""
    with localcontext() as context:
        context.prec = 60
        return float((Decimal(x.numerator) / Decimal(x.denominator)).sqrt())


def inner(a, b, w):
    return sum((u * v * t for u, v, t in zip(a, b, w)), Fraction(0))


def solve(a, b, tolerance):
    """Gauss-Jordan of a symmetric system from left to right; pivots below tolerance drop out.

    Gives the solution, the inverse on the kept columns, the kept columns and the least of
    the pivots as parts of their diagonal.
    """
    p = len(b)
    m = [row[:] + [v] + [Fraction(int(i == j)) for j in range(p)] for i, (row, v) in enumerate(zip(a, b))]
    kept, least = [], Fraction(1)
    for j in range(p):
        if a[j][j] == 0 or m[j][j] <= tolerance * a[j][j]:
            continue
        least = min(least, m[j][j] / a[j][j])
        kept.append(j)
        m[j] = [v / m[j][j] for v in m[j]]
        for i in range(p):
            if i != j and m[i][j] != 0:
                t = m[i][j]
                m[i] = [u - t * v for u, v in zip(m[i], m[j])]
    solution = [m[j][p] if j in kept else Fraction(0) for j in range(p)]
    variances = [m[j][p + 1 + j] if j in kept else Fraction(0) for j in range(p)]
    return solution, variances, kept, least


def least_squares(columns, y, weights, intercept, tolerance=Fraction(1, 2**78)):
    """The want of fit/leastSquares."""
    w = weights or [Fraction(1)] * len(y)
    gram = [[inner(a, b, w) for b in columns] for a in columns]
    b, variances, kept, least = solve(gram, [inner(a, y, w) for a in columns], tolerance)
    residuals = [v - sum(c * column[i] for c, column in zip(b, columns)) for i, v in enumerate(y)]
    rss, dof = inner(residuals, residuals, w), sum(1 for t in w if t > 0) - len(kept)
    mean = inner(y, [Fraction(1)] * len(y), w) / sum(w) if intercept else Fraction(0)
    centred = [v - mean for v in y]
    tss = inner(centred, centred, w)
    return {"name": None, "coefficients": [float(v) for v in b],
            "standardErrors": [root(v * rss / dof) if dof else (math.nan if j in kept else 0.0) for j, v in enumerate(variances)],
            "residualSd": root(rss / dof) if dof else math.nan,
            "rSquared": float(1 - rss / tss) if tss else math.nan,
            "rank": len(kept), "dropped": [j for j in range(len(columns)) if j not in kept], "minPivot": root(least)}
