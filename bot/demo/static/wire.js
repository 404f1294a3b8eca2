// The way to the service: JSON by POST, nothing in an address, nothing kept.

// Resolves to { status, data }. Status 0: no answer.
export async function ask(path, body, signal) {
  try {
    const response = await fetch(path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
      cache: "no-store",
      credentials: "omit",
      signal,
    });
    const data = response.status === 200 ? await response.json() : null;
    return { status: response.status, data };
  } catch {
    return { status: 0, data: null };
  }
}

export async function fetchTexts(tag) {
  const response = await fetch(`/demo/texts/${encodeURIComponent(tag)}`, { cache: "no-store", credentials: "omit" });
  return response.ok ? response.json() : null;
}

export const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
