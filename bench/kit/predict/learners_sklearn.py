"""scikit-learn's AUC on the splits that learners-splits.ts wrote: one JSON object on stdout.

    /usr/bin/python3 bench/kit/predict/learners_sklearn.py <folder of splits> > bench/kit/predict/learners-sklearn.json

Needs Debian's python3-sklearn and python3-pandas. One thread, fixed settings, no tuning; takes about an hour of CPU.
"""

import json
import os
import sys
import time

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import numpy as np
import pandas as pd
import sklearn
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss, roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

MODELS = {
    "logistic": lambda: LogisticRegression(max_iter=2000),
    "hist-gradient-boosting": lambda: HistGradientBoostingClassifier(random_state=0),
    "hist-gradient-boosting 300 x 8": lambda: HistGradientBoostingClassifier(
        max_iter=300, max_leaf_nodes=8, learning_rate=0.05, early_stopping=False, random_state=0
    ),
    "random-forest 300": lambda: RandomForestClassifier(300, random_state=0, n_jobs=1),
    "random-forest 300, 5 a leaf": lambda: RandomForestClassifier(300, min_samples_leaf=5, random_state=0, n_jobs=1),
}


def main(folder):
    with open(os.path.join(folder, "splits.json")) as file:
        sets = json.load(file)
    done = {"sklearn": sklearn.__version__, "sets": {}}
    for one in sets:
        table = pd.read_csv(one["path"], sep=None, engine="python")
        y = table[one["target"]].map(lambda value: 1 if value in (1, "yes") else 0).to_numpy()
        inputs = table.drop(columns=[one["target"], *one["excluded"]])
        words = [c for c in inputs.columns if inputs[c].dtype == object]
        numbers = [c for c in inputs.columns if c not in words]
        coded = ColumnTransformer(
            [("words", OneHotEncoder(handle_unknown="ignore", sparse_output=False), words), ("numbers", "passthrough", numbers)]
        )
        found = {name: {"auc": [], "logLoss": [], "seconds": 0} for name in MODELS}
        for split, mask in enumerate(one["splits"]):
            test = np.frombuffer(mask.encode(), dtype=np.uint8) == ord("1")
            for name, make in MODELS.items():
                started = time.process_time()
                parts = [coded, StandardScaler(), make()] if name == "logistic" else [coded, make()]
                model = make_pipeline(*parts).fit(inputs[~test], y[~test])
                chance = model.predict_proba(inputs[test])[:, 1]
                found[name]["auc"].append(round(float(roc_auc_score(y[test], chance)), 6))
                found[name]["logLoss"].append(round(float(log_loss(y[test], chance)), 6))
                found[name]["seconds"] += round(time.process_time() - started, 2)
            print(one["name"], split, {n: f["auc"][-1] for n, f in found.items()}, file=sys.stderr, flush=True)
        done["sets"][one["name"]] = found
    json.dump(done, sys.stdout, indent=1)
    print()


main(sys.argv[1])
