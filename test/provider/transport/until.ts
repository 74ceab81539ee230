/** Waits for something that comes about on the other end of a connection; fails after three seconds. */
export async function until(holds: () => boolean): Promise<void> {
    for (let waited = 0; !holds() && waited < 3_000; waited += 5) {
        await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(holds()).toBe(true);
}
