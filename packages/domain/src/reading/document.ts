/** What a server sent, undecoded; `url` is where it was found in the end. */
export type Document = { bytes: Uint8Array; contentType: string | null; url: string };
