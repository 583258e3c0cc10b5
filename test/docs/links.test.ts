import { existsSync, readdirSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { describe, expect, test } from "vitest";
import { listAnchors, listLinks, root } from "./markdown.js";

const pages = [
  ...["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"],
  ...readdirSync(join(root, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];

describe.each(pages)("%s", (page) => {
  test("links to files and headings that exist", () => {
    const broken = listLinks(page).filter((link) => !leadsSomewhere(page, link));
    expect(broken).toEqual([]);
  });
});

test("every page of docs can be reached from the README", () => {
  const reached = new Set<string>();
  const visit = (page: string): void => {
    if (reached.has(page) || !page.endsWith(".md") || !existsSync(join(root, page))) return;
    reached.add(page);
    for (const link of listLinks(page)) if (!isOutside(link)) visit(targetOf(page, link));
  };
  visit("README.md");
  expect(pages.filter((page) => page.startsWith("docs/") && !reached.has(page))).toEqual([]);
});

function leadsSomewhere(page: string, link: string): boolean {
  if (isOutside(link)) return true;
  const [, anchor] = link.split("#");
  const target = targetOf(page, link);
  if (!existsSync(join(root, target))) return false;
  return anchor === undefined || listAnchors(target).includes(anchor);
}

/** Returns the file that a link leads to, relative to the project. */
function targetOf(page: string, link: string): string {
  const [file = ""] = link.split("#");
  return file === "" ? page : posix.join(dirname(page), file);
}

function isOutside(link: string): boolean {
  return /^[a-z]+:/.test(link);
}
