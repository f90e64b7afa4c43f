/** The number of the mutant that is awake; 0 is none. Mutated code asks for it. Twin: package asleep in main.go. */
export let awake = 0;

export function wake(number: number): void {
  awake = number;
}
