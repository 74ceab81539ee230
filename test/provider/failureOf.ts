/** What a promise is rejected with. It must be. */
export async function failureOf(promise: Promise<unknown>): Promise<unknown> {
    try {
        await promise;
    } catch (error) {
        return error;
    }
    throw new Error("it should have failed");
}
