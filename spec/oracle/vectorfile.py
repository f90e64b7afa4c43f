"""Reading and writing vector files: one case a line, numbers as they were written."""
import json
import math

SPECIALS = {"NaN": math.nan, "Infinity": math.inf, "-Infinity": -math.inf, "-0": -0.0}


class Literal(str):
    """A number's own text, kept digit by digit (published data are never printed anew)."""


def encode(value):
    """JSON text of value; NaN, the infinities and -0 become words."""
    if isinstance(value, Literal):
        return str(value)
    if isinstance(value, bool) or value is None or isinstance(value, (str, int)):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, float):
        if math.isnan(value):
            return '"NaN"'
        if math.isinf(value):
            return '"Infinity"' if value > 0 else '"-Infinity"'
        if value == 0 and math.copysign(1, value) < 0:
            return '"-0"'
        return repr(int(value)) if value.is_integer() and abs(value) < 2**53 else repr(value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(k)}: {encode(v)}" for k, v in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(encode(v) for v in value) + "]"
    raise TypeError(f"vectorfile: {type(value)} has no JSON form")


def encode_file(function, source, oracle, cases):
    """The whole text of a vector file."""
    lines = ",\n".join("    " + encode(case) for case in cases)
    return (f'{{ "function": {encode(function)}, "source": {encode(source)},\n'
            f'  "oracle": {encode(oracle)}, "count": {len(cases)},\n'
            f'  "cases": [\n{lines}\n  ] }}\n')


def read(path):
    """A vector file as a dict, its numbers as Literals, so that writing it back changes nothing."""
    text = path.read_text(encoding="utf-8")
    return json.loads(text, parse_float=Literal, parse_int=Literal)


def write(path, document):
    """Writes what read gave, or the same keys made anew."""
    text = encode_file(document["function"], document["source"], document["oracle"], document["cases"])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def without_pin(case):
    """A case as written, less its pin: equal cases may inherit each other's pins."""
    return encode({key: value for key, value in case.items() if key != "pin"})
