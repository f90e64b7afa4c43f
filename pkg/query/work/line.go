package work

import "slices"

// waiter is somebody in a line.
type waiter struct {
	ticket *Ticket
	ready  chan struct{} // closed when there is a place
	from   *pool         // of the place, once there is one
}

// line is those of one rank: the query that came first is served first for one user, one after the other among the
// users and data sources of an organisation, and among organisations.
type line struct{ orgs []*orgLine }

type orgLine struct {
	org    int64
	queues []*holderQueue // the next one first
}

type holderQueue struct {
	holder  Holder
	waiting []*waiter
}

func (l *line) push(w *waiter) {
	holder := w.ticket.holder
	at := slices.IndexFunc(l.orgs, func(o *orgLine) bool { return o.org == holder.Org })
	if at < 0 {
		at = len(l.orgs)
		l.orgs = append(l.orgs, &orgLine{org: holder.Org})
	}
	o := l.orgs[at]
	k := slices.IndexFunc(o.queues, func(n *holderQueue) bool { return n.holder == holder })
	if k < 0 {
		k = len(o.queues)
		o.queues = append(o.queues, &holderQueue{holder: holder})
	}
	o.queues[k].push(w)
}

// push puts a job behind those of queries that came before its own: were places given job by job, a
// hundred queries would all be nearly done when their time is over.
func (n *holderQueue) push(w *waiter) {
	at := len(n.waiting)
	for at > 0 && n.waiting[at-1].ticket.number > w.ticket.number {
		at--
	}
	n.waiting = slices.Insert(n.waiting, at, w)
}

// pop takes out the first in turn whom a pool has a place for, and gives it to them; nil if there
// is none.
func (l *line) pop(from *pool) *waiter {
	for i, o := range l.orgs {
		for k, n := range o.queues {
			if !from.take(n.holder, 1) {
				continue
			}
			next := n.waiting[0]
			next.from = from
			n.waiting = n.waiting[1:]
			o.queues = slices.Delete(o.queues, k, k+1)
			if len(n.waiting) > 0 {
				o.queues = append(o.queues, n)
			}
			l.orgs = slices.Delete(l.orgs, i, i+1)
			if len(o.queues) > 0 {
				l.orgs = append(l.orgs, o)
			}
			return next
		}
	}
	return nil
}

func (l *line) remove(w *waiter) {
	for i, o := range l.orgs {
		for k, n := range o.queues {
			at := slices.Index(n.waiting, w)
			if at < 0 {
				continue
			}
			if n.waiting = slices.Delete(n.waiting, at, at+1); len(n.waiting) == 0 {
				o.queues = slices.Delete(o.queues, k, k+1)
			}
			if len(o.queues) == 0 {
				l.orgs = slices.Delete(l.orgs, i, i+1)
			}
			return
		}
	}
}

func (l *line) len() int {
	n := 0
	for _, o := range l.orgs {
		for _, holderQueue := range o.queues {
			n += len(holderQueue.waiting)
		}
	}
	return n
}
