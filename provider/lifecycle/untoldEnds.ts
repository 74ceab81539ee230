import type { SolarisError } from "../errors/solarisError";
import { pause } from "../migration/pause";

// How often in a row it is looked at how a call has ended; a link that breaks each time is given up.
const untoldInARow = 2;
const lookAgainMs = 1_000;

/** Whether it is not known how a call has ended: it may have done its work, or be at it. */
export function isUntold({ code }: SolarisError): boolean {
    return code === "CONNECTION_LOST" || code === "COMMAND_TIMEOUT";
}

/** The calls of a run of which it was not told how they have ended: what they did is looked at. */
export class UntoldEnds {
    #count = 0;

    /**
     * Lets a call pass that has done its work, and after a moment one of which that is not known.
     *
     * @param failure Why it did not do its work, as far as that was told; undefined where it has.
     * @returns Whether it is known to have done its work.
     * @throws SolarisError the failure of one that is known not to have done it, or of one too many of which that is not known.
     */
    async require(failure: SolarisError | undefined): Promise<boolean> {
        if (failure === undefined) {
            this.#count = 0;
            return true;
        }
        this.#count++;
        if (!isUntold(failure) || this.#count > untoldInARow) {
            throw failure;
        }
        await pause(lookAgainMs);
        return false;
    }
}
