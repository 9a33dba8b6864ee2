// An unsent message as an entry, so that it looks like the message that it will be.

export function pendingEntry(item, side) {
  const { frame, shown, why } = item;
  const quoted = shown.quoted;
  return {
    key: frame.id,
    nonce: frame.id,
    side,
    at: item.at,
    text: frame.text,
    files: shown.files || [],
    quote: quoted ? { key: quoted.key, author: quoted.author, text: quoted.text } : undefined,
    pending: true,
    why,
  };
}
