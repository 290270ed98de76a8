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


def write(file: str, text: str) -> None:
    """Writes a file whole, or not at all."""
    os.makedirs(os.path.dirname(file), exist_ok=True)
    with open(file + ".tmp", "w", encoding="utf-8") as f:
        f.write(text)
    os.replace(file + ".tmp", file)


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
        api = NbGraderAPI(config=config)
        result = api.generate_assignment(name, force=True, create=True)
    if not result["success"]:
        print(result.get("error") or result.get("log"), file=sys.stderr)
        return 1
    with Gradebook(job["db_url"]) as book:
        if job["due"]:
            book.update_or_create_assignment(name, duedate=datetime.fromisoformat(job["due"]))
        for s in job["students"]:
            place = os.path.join(s["student"], name)
            write(os.path.join("autograded", place, name + ".ipynb"), json.dumps(s["notebook"], ensure_ascii=False))
            book.update_or_create_student(s["student"])
            # nbgrader takes a submission for graded when its time is the one of timestamp.txt, if there is one that it can read.
            try:
                received = api.coursedir.get_existing_timestamp(os.path.join("submitted", place))
            except Exception:
                received = None
            submission = book.update_or_create_submission(name, s["student"], timestamp=received)
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
            late = f", {s['penalty']:g} less because late" if s["penalty"] else ""
            print(f"{s['student']}: {submission.score:g} of {submission.max_score:g} points{late}")
    return 0


sys.exit(main())
