/** What a colour means: proven or completed, harm or undone, waits for a person, under way, nothing to say. */
export type Tone = 'good' | 'bad' | 'ask' | 'go' | 'quiet';
