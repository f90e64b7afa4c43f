/**
 * Bounds the dates that a calendar's text may ask for.
 * Twin: pkg/engine/holiday/budget.go.
 */
import { badCalendar } from './line';

/** How many dates the events of one text may ask for. 150 days that recur without end take as many from 1970 to 2100. */
const MAX_DATES = 20_000;

/**
 * How many dates the events of a text may still ask for. It is spent before dates are computed, on those that come to
 * nothing too: an event without a length, a 30th of February. Otherwise 50,000 characters ask for 20 million dates.
 */
export class Budget {
  private left = MAX_DATES;

  /**
   * Takes n dates from the budget.
   *
   * @throws Fault `spec/bad-calendar` if it has fewer
   */
  spend(n: number): void {
    this.left -= n;
    if (this.left < 0) {
      throw badCalendar(
        `its events ask for more than ${MAX_DATES} dates; want fewer or shorter events, or rules with UNTIL`
      );
    }
  }
}
