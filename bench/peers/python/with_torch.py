"""The workloads in PyTorch, as its documentation writes them: modules, a criterion, an optimizer."""

import platform
import sys

import torch
from torch import nn

import serve

THREADS = int(sys.argv[1])
torch.set_num_threads(THREADS)
torch.set_default_dtype(torch.float64)


def start(w):
    if w["kind"] == "product":
        n = w["sizes"][0]
        a, b = (torch.from_numpy(serve.draw((n, n), stream, 1)) for stream in (1, 2))
        c = torch.empty(n, n)
        return lambda: torch.mm(a, b, out=c)

    shape, model = build(w)
    initialize(model)
    x = torch.from_numpy(serve.draw((w["batch"], *shape), serve.INPUTS, 1))
    outputs = model[-1].out_features
    if w["loss"] == "mse":
        y = torch.from_numpy(serve.draw((w["batch"], outputs), serve.TARGETS, 1))
        criterion = nn.MSELoss()
    else:
        y = torch.arange(w["batch"]) % outputs
        criterion = nn.CrossEntropyLoss()
    optimizer = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam}[w["opt"]](model.parameters(), lr=w["lr"])

    def step():
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
        return loss.detach()

    return step


def build(w):
    """Returns the shape of an example and the net."""
    act = {"tanh": nn.Tanh, "relu": nn.ReLU}.get(w["act"])
    if w["kind"] == "mlp":
        sizes, layers = w["sizes"], []
        for features, units in zip(sizes, sizes[1:]):
            layers += [nn.Linear(features, units), act()]
        return sizes[:1], nn.Sequential(*layers[:-1])
    if w["kind"] == "lenet":
        return (1, 28, 28), nn.Sequential(
            nn.Conv2d(1, 6, 5, padding=2),
            act(),
            nn.MaxPool2d(2),
            nn.Conv2d(6, 16, 5),
            act(),
            nn.MaxPool2d(2),
            nn.Flatten(),
            nn.Linear(400, 120),
            act(),
            nn.Linear(120, 84),
            act(),
            nn.Linear(84, 10),
        )
    if w["kind"] == "lstm":
        times, features, units, outputs = w["sizes"]
        lstm = nn.LSTM(features, units, batch_first=True)
        lstm.bias_hh_l0.requires_grad_(False)  # the others have one bias, which would learn at half the rate
        return (times, features), nn.Sequential(lstm, Last(), nn.Linear(units, outputs))
    raise ValueError(f"no workload of kind {w['kind']}")


class Last(nn.Module):
    """The state of an LSTM after the last time."""

    def forward(self, output_and_state):
        return output_and_state[0][:, -1]


@torch.no_grad()
def initialize(model):
    """Draws the weights as every side does. PyTorch keeps those of a linear layer transposed."""
    stream = 0
    for parameter in model.parameters():
        if parameter.ndim == 1:
            parameter.zero_()
            continue
        stream += 1
        fan_in = parameter[0].numel()
        if parameter.ndim == 2:
            drawn = serve.weights((fan_in, len(parameter)), stream, fan_in).T
        else:
            drawn = serve.weights(tuple(parameter.shape), stream, fan_in)
        parameter.copy_(torch.from_numpy(drawn.copy()))


serve.serve(
    "PyTorch",
    f"{torch.__version__}, {THREADS} threads, CPU capability {torch.backends.cpu.get_cpu_capability()}, "
    f"Python {platform.python_version()}",
    start,
)
