/** Lets what has the same key happen one after the other. */
export class Turns {
    readonly #last = new Map<string, Promise<void>>();

    /** Does a piece of work once all that was given before with this key is over, however that ended. */
    take<T>(key: string, work: () => Promise<T>): Promise<T> {
        const mine = (this.#last.get(key) ?? Promise.resolve()).then(work);
        const over = mine.then(
            () => undefined,
            () => undefined,
        );
        this.#last.set(key, over);
        return mine;
    }
}
