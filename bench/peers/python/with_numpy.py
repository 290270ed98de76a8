"""The workloads in numpy, by hand: each layer as its formulas, no loop over examples."""

import platform
import sys

import numpy as np
import threadpoolctl

import serve

THREADS = int(sys.argv[1])
threadpoolctl.threadpool_limits(THREADS)


class Tanh:
    def forward(self, z):
        self.a = np.tanh(z)
        return self.a

    def backward(self, da):
        return da * (1 - self.a**2)


class ReLU:
    def forward(self, z):
        self.positive = z > 0
        return z * self.positive

    def backward(self, da):
        return da * self.positive


class Dense:
    def __init__(self, features, units, stream, first=False):
        self.w = serve.weights((features, units), stream, features)
        self.b = np.zeros(units)
        self.first = first  # nothing before it learns: the gradient of its input is not wanted

    def forward(self, x):
        self.x = x
        return x @ self.w + self.b

    def backward(self, dz):
        self.grads = self.x.T @ dz, dz.sum(axis=0)
        return None if self.first else dz @ self.w.T

    def params(self):
        return self.w, self.b


class Conv:
    """Lays the pixels under each place of the kernel out in a row (im2col): one product for the batch."""

    def __init__(self, channels, filters, kernel, padding, stream, first=False):
        size = channels * kernel * kernel
        self.w = serve.weights((filters, size), stream, size)
        self.b = np.zeros(filters)
        self.kernel, self.padding, self.first = kernel, padding, first

    def forward(self, x):
        p, k = self.padding, self.kernel
        x = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
        self.shape = x.shape
        windows = np.lib.stride_tricks.sliding_window_view(x, (k, k), axis=(2, 3))
        n, _, self.height, self.width = windows.shape[:4]
        self.cols = windows.transpose(0, 2, 3, 1, 4, 5).reshape(n * self.height * self.width, -1)
        z = self.cols @ self.w.T + self.b
        return z.reshape(n, self.height, self.width, -1).transpose(0, 3, 1, 2)

    def backward(self, dz):
        n, filters = dz.shape[:2]
        dz = dz.transpose(0, 2, 3, 1).reshape(-1, filters)
        self.grads = dz.T @ self.cols, dz.sum(axis=0)
        if self.first:
            return None
        channels, k, p = self.shape[1], self.kernel, self.padding
        dcols = (dz @ self.w).reshape(n, self.height, self.width, channels, k, k).transpose(0, 3, 4, 5, 1, 2)
        dx = np.zeros(self.shape)
        for i in range(k):
            for j in range(k):
                dx[:, :, i : i + self.height, j : j + self.width] += dcols[:, :, i, j]
        return dx[:, :, p : self.shape[2] - p, p : self.shape[3] - p]

    def params(self):
        return self.w, self.b


class MaxPool:
    """The largest of each 2x2 pixels."""

    def forward(self, x):
        n, c, h, w = x.shape
        self.blocks = x.reshape(n, c, h // 2, 2, w // 2, 2)
        self.top = self.blocks.max(axis=(3, 5), keepdims=True)
        return self.top.reshape(n, c, h // 2, w // 2)

    def backward(self, da):
        # Only zeros tie here, behind a ReLU that takes what they are given.
        n, c, h, w = da.shape
        return ((self.blocks == self.top) * da.reshape(n, c, h, 1, w, 1)).reshape(n, c, 2 * h, 2 * w)


class Flatten:
    def forward(self, x):
        self.shape = x.shape
        return x.reshape(len(x), -1)

    def backward(self, dy):
        return dy.reshape(self.shape)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


class LSTM:
    """The state after the last time. The gates stand in the order input, forget, candidate, output."""

    def __init__(self, features, units, stream):
        self.w = serve.weights((features, 4 * units), stream, features)
        self.u = serve.weights((units, 4 * units), stream + 1, units)
        self.b = np.zeros(4 * units)

    def forward(self, x):
        n, times, _ = x.shape
        units = len(self.u)
        self.x = x.transpose(1, 0, 2)
        zx = self.x @ self.w + self.b  # of all times at once: times, n, 4 units
        self.gates = np.empty((times, n, 4 * units))
        self.c = np.zeros((times + 1, n, units))
        self.h = np.zeros((times + 1, n, units))
        self.tanh_c = np.empty((times, n, units))
        for t in range(times):
            z, a = zx[t] + self.h[t] @ self.u, self.gates[t]
            a[:] = sigmoid(z)
            a[:, 2 * units : 3 * units] = np.tanh(z[:, 2 * units : 3 * units])
            i, f, g, o = np.split(a, 4, axis=1)
            self.c[t + 1] = f * self.c[t] + i * g
            self.tanh_c[t] = np.tanh(self.c[t + 1])
            self.h[t + 1] = o * self.tanh_c[t]
        return self.h[-1]

    def backward(self, dh):
        """Nothing comes before it: the gradient of its input is not wanted."""
        times, n, width = self.gates.shape
        dz = np.empty((times, n, width))
        dc = 0
        for t in reversed(range(times)):
            i, f, g, o = np.split(self.gates[t], 4, axis=1)
            di, df, dg, do = np.split(dz[t], 4, axis=1)
            dc = dc + dh * o * (1 - self.tanh_c[t] ** 2)
            di[:] = dc * g * i * (1 - i)
            df[:] = dc * self.c[t] * f * (1 - f)
            dg[:] = dc * i * (1 - g**2)
            do[:] = dh * self.tanh_c[t] * o * (1 - o)
            dh, dc = dz[t] @ self.u.T, dc * f
        rows = dz.reshape(times * n, width)
        self.grads = (
            self.x.reshape(times * n, -1).T @ rows,
            self.h[:-1].reshape(times * n, -1).T @ rows,
            rows.sum(axis=0),
        )

    def params(self):
        return self.w, self.u, self.b


class MSE:
    def __init__(self, shape):
        self.y = serve.draw(shape, serve.TARGETS, 1)

    def __call__(self, yhat):
        off = yhat - self.y
        return (off**2).mean(), 2 / off.size * off


class CrossEntropy:
    def __init__(self, shape):
        self.rows, self.classes = np.arange(shape[0]), np.arange(shape[0]) % shape[1]

    def __call__(self, z):
        z = z - z.max(axis=1, keepdims=True)
        e = np.exp(z)
        total = e.sum(axis=1, keepdims=True)
        loss = (np.log(total[:, 0]) - z[self.rows, self.classes]).mean()
        dz = e / total
        dz[self.rows, self.classes] -= 1
        return loss, dz / len(z)


class SGD:
    def __init__(self, lr, params):
        self.lr, self.params = lr, params

    def step(self, grads):
        for p, g in zip(self.params, grads):
            p -= self.lr * g


class Adam:
    def __init__(self, lr, params, b1=0.9, b2=0.999, eps=1e-8):
        self.lr, self.params, self.b1, self.b2, self.eps = lr, params, b1, b2, eps
        self.m = [np.zeros_like(p) for p in params]
        self.v = [np.zeros_like(p) for p in params]
        self.t = 0

    def step(self, grads):
        self.t += 1
        c1, c2 = 1 - self.b1**self.t, 1 - self.b2**self.t
        for p, g, m, v in zip(self.params, grads, self.m, self.v):
            m *= self.b1
            m += (1 - self.b1) * g
            v *= self.b2
            v += (1 - self.b2) * g * g
            p -= self.lr / c1 * m / (np.sqrt(v / c2) + self.eps)


def start(w):
    if w["kind"] == "product":
        n = w["sizes"][0]
        a, b = (serve.draw((n, n), stream, 1) for stream in (1, 2))
        c = np.empty((n, n))
        return lambda: np.matmul(a, b, out=c)

    shape, outputs, layers = build(w)
    x = serve.draw((w["batch"], *shape), serve.INPUTS, 1)
    loss = {"mse": MSE, "cross-entropy": CrossEntropy}[w["loss"]]((w["batch"], outputs))
    learn = [layer for layer in layers if hasattr(layer, "params")]
    params = [p for layer in learn for p in layer.params()]
    optimizer = {"sgd": SGD, "adam": Adam}[w["opt"]](w["lr"], params)

    def step():
        a = x
        for layer in layers:
            a = layer.forward(a)
        j, grad = loss(a)
        for layer in reversed(layers):
            grad = layer.backward(grad)
        optimizer.step([g for layer in learn for g in layer.grads])
        return j

    return step


def build(w):
    """Returns the shape of an example, the number of outputs and the layers."""
    act = {"tanh": Tanh, "relu": ReLU}.get(w["act"])
    if w["kind"] == "mlp":
        sizes, layers = w["sizes"], []
        for i, (features, units) in enumerate(zip(sizes, sizes[1:]), 1):
            layers += [Dense(features, units, i, first=i == 1), act()]
        return sizes[:1], sizes[-1], layers[:-1]
    if w["kind"] == "lenet":
        return (1, 28, 28), 10, [
            Conv(1, 6, 5, 2, stream=1, first=True),
            act(),
            MaxPool(),
            Conv(6, 16, 5, 0, stream=2),
            act(),
            MaxPool(),
            Flatten(),
            Dense(400, 120, stream=3),
            act(),
            Dense(120, 84, stream=4),
            act(),
            Dense(84, 10, stream=5),
        ]
    if w["kind"] == "lstm":
        times, features, units, outputs = w["sizes"]
        return (times, features), outputs, [LSTM(features, units, stream=1), Dense(units, outputs, stream=3)]
    raise ValueError(f"no workload of kind {w['kind']}")


blas = next(p for p in threadpoolctl.threadpool_info() if p["user_api"] == "blas")
serve.serve(
    "numpy",
    f"{np.__version__}, {blas['internal_api']} {blas['version']} with its kernels for {blas['architecture']}, "
    f"{blas['num_threads']} threads, Python {platform.python_version()}",
    start,
)
