/**
 * A text of at most so many characters: what is too much is left out from the end of a word on, with three dots in its
 * place. Only a word that would take more than half of the text with it, such as a long path, is itself cut.
 */
export function shorten(text: string, longest: number): string {
    if (text.length <= longest) {
        return text;
    }
    const kept = text.slice(0, longest - 3);
    const boundary = kept.lastIndexOf(" ");
    return `${boundary >= longest / 2 ? kept.slice(0, boundary + 1) : kept}...`;
}
