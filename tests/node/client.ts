// Reads the service at an address through openapi-fetch, with the types that openapi-typescript makes of openapi.yaml and no others, and
// prints what it has read as JSON. Where a value had another type than is written here, this would not compile.

import createClient from "openapi-fetch";
import type { components, paths } from "./openapi.js";

declare const process: { argv: string[] };

type Schemas = components["schemas"];
type Problem = "application/problem+json";

const baseUrl = process.argv[2]!;
const json = createClient<paths, "application/json" | Problem>({ baseUrl });
const geojson = createClient<paths, "application/geo+json" | Problem>({ baseUrl, headers: { Accept: "application/geo+json" } });

function read(event: Schemas["Event"]) {
  const date: Schemas["EventDate"] | undefined = event.date;
  const place: Schemas["Place"] | null | undefined = event.location;
  const toll: Schemas["Estimate"] | undefined = event.fatalities;
  const earliest: string | null | undefined = date?.earliest;
  const country: string | null | undefined = place?.country;
  const latitude: number | null | undefined = place?.latitude;
  const best: number | null | undefined = toll?.best;
  return [event.id, earliest, country, latitude, best];
}

async function events() {
  const found: ReturnType<typeof read>[] = [];
  let cursor: string | undefined;
  do {
    const { data, error } = await json.GET("/v1/events", { params: { query: { limit: 5, cursor } } });
    if (error) throw new Error(error.detail);
    const page: Schemas["EventList"] = data;
    found.push(...page.data.map(read));
    cursor = cursorIn(page.links.next);
  } while (cursor);
  return found;
}

function cursorIn(next: string | null) {
  return next === null ? undefined : (new URL(next, baseUrl).searchParams.get("cursor") ?? undefined);
}

async function points() {
  const { data } = await geojson.GET("/v1/events", { params: { query: { limit: 1000 } } });
  const collection: Schemas["EventFeatureCollection"] = data!;
  return collection.features.map((feature) => [feature.properties.id, feature.geometry?.coordinates ?? null]);
}

async function changes() {
  const { data } = await json.GET("/v1/changes", { params: { query: { limit: 1000 } } });
  const page: Schemas["ChangeList"] = data!;
  return page.data.map(({ event, after }) => [event, (after satisfies Schemas["Event"] | null | undefined)?.title ?? null]);
}

async function failure() {
  const { error } = await json.GET("/v1/events/{id}", { params: { path: { id: "kazakhstan:nowhere" } } });
  return (error satisfies Schemas["Problem"] | undefined)?.status;
}

console.log(JSON.stringify({ events: await events(), points: await points(), changes: await changes(), failure: await failure() }));
