package gradebook

import (
	"errors"
	"time"
)

// Penalty is what lateness costs.
type Penalty struct {
	PerDay float64       // for each day begun after the due time, as a part of what the assignment is worth: 0.1
	Grace  time.Duration // so late costs nothing yet
	Most   float64       // and the most that lateness costs, as a part as well; 0: all
}

// Of is the part of an assignment's worth that a submission loses which is late by so much.
func (p Penalty) Of(late time.Duration) float64 {
	if late <= p.Grace || late <= 0 {
		return 0
	}
	const day = 24 * time.Hour
	days := late / day
	if late%day > 0 {
		days++
	}
	most := p.Most
	if most == 0 {
		most = 1
	}
	return min(float64(days)*p.PerDay, most)
}

func (p Penalty) check() error {
	for _, part := range []float64{p.PerDay, p.Most} {
		if !(part >= 0 && part <= 1) {
			return errors.New("what lateness costs is a part of the points: give a number from 0 to 1")
		}
	}
	if p.Grace < 0 {
		return errors.New("the grace time is negative: give 0 or more")
	}
	return nil
}
