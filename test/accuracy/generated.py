"""Generated series: noise of known kinds, what recurs, and incidents that a person on call would never forgive."""
from dataclasses import dataclass

import numpy as np
from scipy.signal import lfilter
from unseen import Series

DAY, HOUR = 86400, 3600
START = 1_699_833_600  # seconds; a Monday at midnight
NOISE_DAYS = {60: 21, 300: 35, 3600: 84}
RECURRING_DAYS = {60: 16, 300: 28, 3600: 63}
INCIDENT_DAYS = 17  # of history before the day of the incident


@dataclass
class Axis:
    """The slots of a series: stamps in seconds, shape [n], and a source of chance."""
    t: np.ndarray
    step: int
    random: np.random.Generator

    @property
    def n(self):
        return len(self.t)

    @property
    def hour(self):
        return self.t % DAY / HOUR

    def slots(self, seconds):
        return max(1, round(seconds / self.step))

    def normal(self):
        return self.random.normal(size=self.n)

    def correlated(self, phi):
        """Noise of variance 1 in which each slot keeps phi of the one before."""
        return lfilter([np.sqrt(1 - phi * phi)], [1, -phi], self.random.normal(size=self.n + 2000))[2000:]

    def season(self):
        """A day with its peak in the afternoon, lower on two days of seven; about 1."""
        day = 1 + 0.5 * np.sin(2 * np.pi * (self.hour - 9) / 24) + 0.15 * np.sin(4 * np.pi * self.hour / 24)
        return day - 0.25 * ((self.t // DAY + 3) % 7 >= 5)


def axis(step, days, seed, kind):
    t = START + np.arange(days * DAY // step) * step
    return Axis(t, step, np.random.default_rng([seed, step, *kind.encode()]))


# Noise

def bursty(a):
    v = 10 + a.normal()
    for start in a.random.integers(0, a.n, a.random.poisson(2.5 * a.n * a.step / DAY)):
        v[start:start + a.slots(a.random.exponential(600))] += a.random.exponential(60)
    return v


NOISE = {
    "Gaussian": lambda a: 100 + 5 * a.normal(),
    "Student's t (3)": lambda a: 100 + 5 * a.random.standard_t(3, a.n),
    "autocorrelated (0.95)": lambda a: 100 + 5 * a.correlated(0.95),
    "Pareto (1.5)": lambda a: 10 * (1 + a.random.pareto(1.5, a.n)),
    "bursty": bursty,
}


# What recurs

def with_jobs(a, first_day, chosen, height):
    """A seasonal series with `height` added in the chosen slots from a day on."""
    v = 50 * a.season() + 2 * a.normal()
    v[(a.t >= START + first_day * DAY) & chosen] += height
    return v


def few_events(a):
    rate = np.where(np.abs(a.hour - 14) < 7, 900, 1.2) * a.step / 300
    events = a.random.poisson(rate)
    return np.where(events > 0, a.random.binomial(events, 0.05) / np.maximum(events, 1), np.nan)


def heap(a):
    v, used = np.empty(a.n), 0.0
    for i, grown in enumerate(a.random.exponential(a.step / 60, a.n)):
        used += grown
        if used > a.random.normal(60, 10):
            used = a.random.exponential(3)
        v[i] = used
    return 200 + 5 * v


def deploys(a):
    v = 40 * a.season() + 2 * a.normal()
    for start in a.random.integers(0, a.n, a.random.poisson(1.5 * a.n * a.step / DAY)):
        v[start:start + a.slots(600)] += 60 + 5 * a.random.normal()
    return v


def timeouts(a):
    v = 0.1 * np.exp(0.2 * a.normal())
    v[a.random.random(a.n) < 3 * a.step / DAY] = 30
    return v


# kind: the values, and the day from which they are judged: that of the second cut which has seen it. None: not at this step.
RECURRING = {
    "one slot in ten at 200, else 20": (lambda a: np.where(a.random.random(a.n) < 0.1, 200 + 10 * a.normal(), 20 + a.normal()), 2),
    "three timeouts of 30 s a day": (timeouts, 2),
    "Pareto (1.5) counts": (lambda a: np.floor(10 * (1 + a.random.pareto(1.5, a.n))), 2),
    "a ratio of few events at night": (few_events, 2),
    "saw-tooth of 90 minutes": (lambda a: 200 + 300 * (a.t % 5400 // a.step * a.step / 5400) + 10 * a.normal(), 2),
    "a heap and its collections": (heap, 2),
    "a new job every 15 minutes": (lambda a: with_jobs(a, 10, a.t % 900 < a.step, 80), 12),
    "a weekly backup, seen twice": (lambda a: with_jobs(a, 0, (a.t // DAY % 7 == 4) & (a.hour >= 2) & (a.hour < 3), 150), 9),
    "counts of few errors": (lambda a: a.random.poisson(0.02 * a.step / 60, a.n).astype(float), 2),
    "negative binomial counts": (lambda a: a.random.negative_binomial(0.3, 1 / (1 + a.step / 30), a.n).astype(float), 2),
    "pulses of deploys": (deploys, 2),
}


# Incidents: each returns the values and the slots of the incident, given where it may begin.

def traffic(a):
    return 300 * a.season() * (1 + 0.05 * a.correlated(0.6) + 0.04 * a.normal())


def outage(a, at):
    v, event = traffic(a), slice(at, at + a.slots(max(1800, 2 * a.step)))
    v[event] = 0
    return v, event


def second_outage(a, at):
    v, event = outage(a, at)
    before = a.slots(7 * DAY)
    v[event.start - before:event.stop - before] = 0
    return v, event


def slow(a, at):
    v, event = 0.12 * np.exp(0.15 * a.correlated(0.5) + 0.1 * a.normal()) * a.season() ** 0.3, slice(at, at + a.slots(600))
    v[event] *= 5
    return v, event


def errors_at_night(a, at):
    at -= int(a.hour[at] / 24 * DAY / a.step) - a.slots(HOUR * a.random.uniform(1, 4))
    event = slice(at, at + a.slots(max(1200, a.step)))
    calls, share = a.random.poisson(np.maximum(2000 * a.season() - 600, 200) * a.step / 300), np.full(a.n, 0.001)
    share[event] = 0.05
    return a.random.binomial(calls, share) / np.maximum(calls, 1), event


def queue(a, at):
    v, event = 20 * a.season() * np.exp(0.2 * a.normal()), slice(at, at + a.slots(max(HOUR, 2 * a.step)))
    v[event] += np.linspace(0, 400, event.stop - event.start + 1)[1:]
    return v, event


def stuck(a, at):
    v, event = traffic(a), slice(at, at + a.slots(max(3 * HOUR, 6 * a.step)))
    v[event] = v[at]
    return v, event


def disk(a, at):
    """40 % used, cleaned each night; then full in six hours."""
    v, event = 40 + 5 * a.hour / 24 + 0.2 * a.correlated(0.8), slice(at, at + a.slots(6 * HOUR))
    v[event] += np.linspace(0, 100 - v[at], event.stop - event.start)
    v[event.stop:event.stop + a.slots(DAY)] = 100
    return np.minimum(v, 100), event


def leak(a, at):
    """A slow leak: a third more within five days."""
    v, event = 500 * (1 + 0.1 * (a.season() - 1) + 0.01 * a.correlated(0.8)), slice(at, min(a.n, at + a.slots(5 * DAY)))
    v[event] += np.linspace(0, 170, event.stop - event.start)
    return v, event


def replicas(a, at):
    v, event = 60 * a.season() * (1 + 0.05 * a.normal()), slice(at, at + a.slots(max(HOUR, 2 * a.step)))
    v[event] *= 0.5
    return v, event


def sales(a, at):
    at -= int(a.hour[at] / 24 * DAY / a.step)
    v, event = 500 * a.season() * (1 + 0.08 * a.correlated(0.8) + 0.05 * a.normal()), slice(at, at + a.slots(DAY))
    v[event] *= 0.5
    return v, event


# kind: the maker, and the longest step at which it can be seen, in seconds
INCIDENTS = {
    "traffic to zero": (outage, 3600),
    "to zero again a week later": (second_outage, 3600),
    "latency × 5 for ten minutes": (slow, 300),
    "errors 0.1 % to 5 % at night": (errors_at_night, 3600),
    "a queue that grows for an hour": (queue, 3600),
    "a stuck exporter, three hours": (stuck, 3600),
    "a disk that fills in six hours": (disk, 3600),
    "a slow leak over days": (leak, 3600),
    "half the replicas gone": (replicas, 3600),
    "half the sales for a day": (sales, 3600),
}


def scored(name, a, values, label, first_day):
    return Series(name, a.t * 1000, values, label, a.step, first_day * DAY // a.step, [])


def noise(step, seeds):
    """Series of each kind of noise, judged from their eighth day on."""
    for kind, make in NOISE.items():
        for seed in range(seeds):
            a = axis(step, NOISE_DAYS[step], seed, kind)
            yield kind, scored(f"{kind}-{step}-{seed}", a, make(a), np.zeros(a.n, int), 7)


def recurring(step, seeds):
    for kind, (make, first_day) in RECURRING.items():
        if "15 minutes" in kind and step > 300:
            continue
        for seed in range(seeds):
            a = axis(step, max(RECURRING_DAYS[step], first_day + 14), seed, kind)
            yield kind, scored(f"{kind}-{step}-{seed}", a, make(a), np.zeros(a.n, int), first_day)


def incidents(step, seeds):
    """Series judged from the day of their incident to two days after its end."""
    for kind, (make, longest) in INCIDENTS.items():
        for seed in range(seeds if step <= longest else 0):
            a = axis(step, INCIDENT_DAYS + 7, seed, kind)
            at = int((INCIDENT_DAYS + a.random.uniform(0.35, 0.7)) * DAY / step)
            values, event = make(a, at)
            label = np.zeros(a.n, int)
            label[event] = 1
            end = min(a.n, event.stop + 2 * DAY // step)
            a.t = a.t[:end]
            yield kind, scored(f"{kind}-{step}-{seed}", a, values[:end], label[:end], INCIDENT_DAYS)
