/** Seconds as a person reads them: `80 ms`, `4.2 s`, `42 s`, `5 min 10 s`, `2 h 3 min`. */
export function describeSeconds(seconds: number): string {
    if (seconds < 1) {
        return `${Math.round(seconds * 1000)} ms`;
    }
    if (seconds < 10) {
        return `${Number(seconds.toFixed(1))} s`;
    }
    const whole = Math.round(seconds);
    if (whole < 60) {
        return `${whole} s`;
    }
    const minutes = Math.floor(whole / 60);
    if (minutes < 60) {
        return whole % 60 === 0 ? `${minutes} min` : `${minutes} min ${whole % 60} s`;
    }
    return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
