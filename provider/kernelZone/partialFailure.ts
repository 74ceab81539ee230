/**
 * A failure after something has really changed. The engine then keeps `properties` as the resource's outputs and plans an
 * update at the next run, whatever diff says.
 *
 * The dynamic provider server looks for exactly these fields on what is thrown (sdk/nodejs/cmd/dynamic-provider,
 * grpcResponseFromError), and shows `reasons`, not `message`.
 */
export class PartialFailure extends Error {
    override readonly name = "PartialFailure";

    constructor(
        readonly id: string,
        /** Complete outputs, hidden keys included: without `__provider` the resource could not even be refreshed. */
        readonly properties: Readonly<Record<string, unknown>>,
        readonly reasons: readonly string[],
    ) {
        super(reasons.join("\n"));
    }
}
