/** What an error code means and what to do about it. */
export interface ErrorDescription {
    /** One sentence: what has happened. */
    readonly summary: string;
    /**
     * Why it happens, and what the provider has and has not done by then. Only the documentation shows it, so it may be
     * long: Markdown, an empty line between paragraphs.
     */
    readonly explanation: string;
    /** The usual way out; an error raised with more knowledge brings a remedy of its own. */
    readonly remedy: string;
    /** Commands that help to find out, reading only, in the order in which to try them; capitals stand for names. */
    readonly commands?: readonly string[];
}
