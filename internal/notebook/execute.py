"""Executes one notebook for package notebook: reads FILE, runs every cell through the kernel, and writes OUT.

Says what happens on file descriptor 3, one JSON object a line: {"cell": 3, "state": "started"}, and for the end
{"cell": 3, "state": "done" | "failed" | "timeout" | "died", "message": …}. Goes on after a failed cell; ends with a cell
that does not end, or a kernel that died.
"""
import asyncio
import json
import math
import os
import signal
import sys

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

file, folder, out, timeout, tmp = sys.argv[1], sys.argv[2], sys.argv[3], math.ceil(float(sys.argv[4])), sys.argv[5]
events = os.fdopen(3, "w", buffering=1)


def say(**event):
    events.write(json.dumps(event) + "\n")


def message(cell):
    """All that the kernel said of a failed cell: the words of the program, the compiler's as HTML, the exit status."""
    parts = []
    for o in cell.get("outputs", []):
        if o.output_type == "stream" and o.name == "stderr":
            parts.append(o.text)
        elif o.output_type == "display_data" and "gonb-err-location" in o.data.get("text/html", ""):
            parts.append(o.data["text/html"])
        elif o.output_type == "error":
            parts.append("\n".join(o.traceback) or o.evalue)
    return "\n".join(parts)


async def main():
    nb = nbformat.read(file, as_version=4)
    client = NotebookClient(nb, timeout=timeout, kernel_name="chainrule", resources={"metadata": {"path": folder}},
                            record_timing=False, coalesce_streams=True, startup_timeout=60)
    loop = asyncio.get_running_loop()
    task = asyncio.current_task()
    for sig in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(sig, task.cancel)
    # The kernel's temporary files, gonb/cache among them, start empty and are this run's own.
    client.create_kernel_manager().kernel_spec.env["TMPDIR"] = tmp
    async with client.async_setup_kernel():
        for i, cell in enumerate(nb.cells):
            if cell.cell_type != "code":
                continue
            say(cell=i, state="started")
            state, text = "done", ""
            try:
                await client.async_execute_cell(cell, i, store_history=True)
                if any(o.output_type == "error" for o in cell.outputs):
                    state, text = "raised", message(cell)
            except CellTimeoutError:
                say(cell=i, state="timeout", message=f"the cell did not end within {timeout:g} s")
                await client.km.interrupt_kernel()
                return
            except DeadKernelError:
                say(cell=i, state="died", message="the kernel died")
                return
            except CellExecutionError as e:
                state, text = "failed", message(cell) or str(e)
            say(cell=i, state=state, message=text)
    for cell in nb.cells:
        cell.metadata.pop("execution", None)
    nbformat.write(nb, out)
    say(cell=-1, state="written")


try:
    asyncio.run(main())
except asyncio.CancelledError:
    sys.exit(130)
