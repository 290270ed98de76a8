"""Converts the data files of scikit-learn's and statsmodels' wheels into ../files.

Usage: pip download --no-deps scikit-learn==1.9.1 statsmodels==0.15.0, unzip both
into one folder, then: python convert.py FOLDER

One CSV file a set, a header line with names, the target last. What each is, and
under which license, is in ../SOURCES.md.
"""
import csv
import gzip
import io
import pathlib
import sys

source = pathlib.Path(sys.argv[1])
target = pathlib.Path(__file__).parent.parent / "files"
sklearn = source / "sklearn/datasets/data"

IRIS = ["sepal length (cm)", "sepal width (cm)", "petal length (cm)", "petal width (cm)"]
WINE = ["alcohol", "malic acid", "ash", "alkalinity of ash", "magnesium", "total phenols", "flavanoids",
        "nonflavanoid phenols", "proanthocyanins", "color intensity", "hue", "OD280/OD315 of diluted wines", "proline"]
CELL = ["radius", "texture", "perimeter", "area", "smoothness", "compactness", "concavity", "concave points",
        "symmetry", "fractal dimension"]
CANCER = [f"{part} {name}" for part in ("mean", "error of", "worst") for name in CELL]
DIABETES = ["age (years)", "sex", "body mass index (kg/m²)", "blood pressure (mm Hg)", "total cholesterol",
            "LDL", "HDL", "total cholesterol / HDL", "log triglycerides", "glucose"]


def write(name, header, rows, compress=False):
    text = io.StringIO()
    out = csv.writer(text, lineterminator="\n")
    out.writerow(header)
    out.writerows(rows)
    data = text.getvalue().encode()
    if compress:
        data = gzip.compress(data, mtime=0)
    (target / name).write_bytes(data)


def classes(file, names, header, out):
    """A classification file: the class's number in the last column becomes its name."""
    rows = list(csv.reader(open(sklearn / file)))
    names = names or rows[0][2:]
    write(out, header + ["class"], [row[:-1] + [names[int(row[-1])]] for row in rows[1:]])


classes("iris.csv", None, IRIS, "iris.csv")
classes("wine_data.csv", ["cultivar 1", "cultivar 2", "cultivar 3"], WINE, "wine.csv")
classes("breast_cancer.csv", None, CANCER, "breast_cancer.csv")

features = [line.split() for line in gzip.open(sklearn / "diabetes_data_raw.csv.gz", "rt")]
progress = [f"{float(line):g}" for line in gzip.open(sklearn / "diabetes_target.csv.gz", "rt")]
write("diabetes.csv", DIABETES + ["progression"], [[f"{float(v):g}" for v in f] + [p] for f, p in zip(features, progress)])

pixels = [f"pixel {r},{c}" for r in range(8) for c in range(8)]
write("digits.csv.gz", pixels + ["digit"], csv.reader(gzip.open(sklearn / "digits.csv.gz", "rt")), compress=True)

sunspots = list(csv.reader(open(source / "statsmodels/datasets/sunspots/sunspots.csv")))
write("sunspots.csv", ["year", "sunspots"], sunspots[1:])
