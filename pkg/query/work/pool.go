package work

// Holder is for whom work is done. Source and User are empty where there is none: a rule has no user.
type Holder struct {
	Org    int64
	Source string
	User   string
}

// The levels at which what is held is counted.
const (
	levelUser = iota
	levelSource
	levelOrg
	levelAll
	levels
)

// Most is how much one user of a data source, one data source, one organisation and all together
// may hold. Where each is less than the next, none of them can keep the others out.
type Most struct{ User, Source, Org, All int64 }

// Nested lets one user hold n, and leaves one more to each who is not that user: to another user, to
// another data source, to another organisation.
func Nested(n int64) Most { return Most{User: n, Source: n + 1, Org: n + 2, All: n + 3} }

// account is one of those whose holdings are counted.
type account struct {
	level  int
	holder Holder
}

// pool counts who holds how much. It is guarded by its owner's lock.
type pool struct {
	most [levels]int64
	held map[account]int64
}

func newPool(m Most) *pool {
	return &pool{most: [levels]int64{m.User, m.Source, m.Org, m.All}, held: map[account]int64{}}
}

func accountsOf(h Holder) [levels]account {
	return [levels]account{
		{levelUser, h},
		{levelSource, Holder{Org: h.Org, Source: h.Source}},
		{levelOrg, Holder{Org: h.Org}},
		{levelAll, Holder{}},
	}
}

// take takes so much for a holder, or says that it would be more than somebody may hold.
func (p *pool) take(h Holder, amount int64) bool {
	accounts := accountsOf(h)
	for _, a := range accounts {
		if p.held[a]+amount > p.most[a.level] {
			return false
		}
	}
	for _, a := range accounts {
		p.held[a] += amount
	}
	return true
}

func (p *pool) giveBack(h Holder, amount int64) {
	for _, a := range accountsOf(h) {
		if p.held[a] -= amount; p.held[a] == 0 {
			delete(p.held, a)
		}
	}
}

// all is what everybody holds together.
func (p *pool) all() int64 { return p.held[account{level: levelAll}] }
