/** Says that an installation has printed so many lines, and what it has done until then is in the model. */
export interface InstallEvent {
    readonly host: string;
    readonly zone: string;
    readonly lines: number;
}

type InstallListener = (event: InstallEvent) => Promise<void> | undefined;

/** The installations under way in a fleet, for what happens to them from outside. */
export class InstallWatch {
    private readonly listeners = new Set<InstallListener>();

    /** @returns when the installation may go on; undefined: at once. */
    announce(event: InstallEvent): Promise<unknown> | undefined {
        const holds = [...this.listeners].map((listener) => listener(event)).filter((hold) => hold !== undefined);
        return holds.length === 0 ? undefined : Promise.all(holds);
    }

    /**
     * @param listener may return a promise, for which the installation then waits.
     * @returns what ends the listening.
     */
    onLine(listener: InstallListener): () => void {
        this.listeners.add(listener);
        return () => {
            this.listeners.delete(listener);
        };
    }
}
