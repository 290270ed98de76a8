"""Puts grades of chainrule into the gradebook of nbgrader, through nbgrader's own API.

Reads from standard input what internal/class/nbgrader.go writes, and prints a line for each student.
"""

import json
import os
import sys
import tempfile
from datetime import datetime

from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from traitlets.config import Config


def main() -> int:
    job = json.load(sys.stdin)
    os.chdir(job["course"])
    name = job["assignment"]
    config = Config()
    config.CourseDirectory.root = job["course"]
    config.CourseDirectory.db_url = job["db_url"]
    config.ClearSolutions.code_stub = {"go": 'panic("not written yet")'}
    with tempfile.TemporaryDirectory() as elsewhere:
        # nbgrader learns the cells and their checksums from the instructors' notebook. The release is chainrule's own.
        config.CourseDirectory.release_directory = elsewhere
        result = NbGraderAPI(config=config).generate_assignment(name, force=True, create=True)
    if not result["success"]:
        print(result.get("error") or result.get("log"), file=sys.stderr)
        return 1
    with Gradebook(job["db_url"]) as book:
        if job["due"]:
            book.update_or_create_assignment(name, duedate=datetime.fromisoformat(job["due"]))
        for s in job["students"]:
            folder = os.path.join(job["course"], "autograded", s["student"], name)
            os.makedirs(folder, exist_ok=True)
            target = os.path.join(folder, name + ".ipynb")
            with open(target + ".tmp", "w", encoding="utf-8") as f:
                json.dump(s["notebook"], f, ensure_ascii=False)
            os.replace(target + ".tmp", target)
            book.update_or_create_student(s["student"])
            submission = book.update_or_create_submission(name, s["student"], timestamp=datetime.fromisoformat(s["received"]))
            for notebook in submission.notebooks:
                notebook.late_submission_penalty = s["penalty"]
            for item in s["items"]:
                grade = book.find_grade(item["cell"], name, name, s["student"])
                grade.auto_score = item["auto"]
                grade.manual_score = item["manual"]
                grade.needs_manual_grade = False
                comment = book.find_comment(item["cell"].removesuffix("-check"), name, name, s["student"])
                comment.manual_comment = item["comment"]
            book.db.commit()
            print(s["student"], submission.score, submission.max_score)
    return 0


sys.exit(main())
