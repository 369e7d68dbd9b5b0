// The analyst's day in a real browser: with keys and scripts, and without any script at all.
//
// The casebook is made by the program itself from adverts.jsonl and tests/adverts. Every page is held against axe-core,
// every request against leaving this machine, every console message against the content security policy.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const here = dirname(fileURLToPath(import.meta.url));
const program = process.env.CITESWATCH ?? join(here, "../../build/release/tools/citeswatch");
const axe = readFileSync(join(here, "node_modules/axe-core/axe.min.js"), "utf8");
const shots = process.env.SCREENSHOTS;
const folder = mkdtempSync(join(tmpdir(), "citeswatch-browser-"));
let browser, desk, closed;

function casebook(name) {
  const file = join(folder, name);
  execFileSync(program, ["-q", "scan", join(here, "adverts.jsonl"), join(here, "../adverts"), "--casebook", file,
    "--output", join(folder, "ignored")], { stdio: ["ignore", "ignore", "inherit"] });
  return file;
}

// Starts a desk and gives its address, once it says that it is open.
function open(file) {
  const child = spawn(program, ["review", "--casebook", file, "--listen", "127.0.0.1:0"], { stdio: ["ignore", "ignore", "pipe"] });
  return new Promise((resolve, reject) => {
    let said = "";
    child.stderr.on("data", (bytes) => {
      said += bytes;
      const found = said.match(/http:\/\/127\.0\.0\.1:\d+/);
      if (found) resolve({ child, origin: found[0] });
    });
    child.on("exit", (code) => reject(new Error(`the desk ended with ${code}: ${said}`)));
  });
}

before(async () => {
  desk = await open(casebook("case.db"));
  const guarded = casebook("guarded.db");
  execFileSync(program, ["-q", "review", "--casebook", guarded, "--add-user", "amira"], { input: "three unlikely words\n", stdio: ["pipe", "ignore", "inherit"] });
  closed = await open(guarded);
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync"],
  });
});

after(async () => {
  await browser?.close();
  for (const each of [desk, closed]) each?.child.kill("SIGTERM");
  rmSync(folder, { recursive: true, force: true });
});

// A tab that fails the test when a page asks anybody but the desk, or breaks its own policy.
async function tab(options = {}, from = desk) {
  const context = await browser.newContext({ baseURL: from.origin, locale: "en-GB", viewport: { width: 1360, height: 900 }, ...options });
  context.setDefaultTimeout(12_000);
  const page = await context.newPage();
  const faults = [];
  page.on("request", (request) => { if (!request.url().startsWith(from.origin)) faults.push(`asked ${request.url()}`); });
  page.on("console", (message) => { if (message.type() === "error" && !/status of (4|5)/.test(message.text())) faults.push(message.text()); });
  page.on("pageerror", (error) => faults.push(String(error)));
  return { page, done: async () => { await context.close(); assert.deepEqual(faults, []); } };
}

const status = (page) => page.locator(".advert header .badge[class*=status]").innerText();

async function open_first(page) {
  await page.goto("/");
  await page.locator("[data-open]").first().click();
  await page.waitForURL("**/advert/**");
  return new URL(page.url()).pathname;
}

describe("with scripts", () => {
  test("the keys carry through the queue: next, open, confirm, dismiss with a reason, unsure, undo", async () => {
    const { page, done } = await tab();
    await page.goto("/");
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await page.keyboard.press("k");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/advert/**");
    const first = new URL(page.url()).pathname;
    await page.keyboard.press("c");
    await page.waitForURL((url) => url.pathname !== first);
    const second = new URL(page.url()).pathname;
    assert.match(second, /^\/advert\/\d+$/);
    await page.keyboard.press("d");
    await page.keyboard.press("2");
    await page.waitForURL((url) => url.pathname !== second);
    const third = new URL(page.url()).pathname;
    await page.keyboard.press("u");
    await page.waitForURL((url) => url.pathname !== third);
    await page.goto(first);
    assert.equal(await status(page), "confirmed");
    await page.goto(second);
    assert.equal(await status(page), "dismissed");
    assert.match(await page.locator(".trail").innerText(), /imitation, toy or print/);
    await page.goto(third);
    assert.equal(await status(page), "unsure");
    await Promise.all([page.waitForEvent("framenavigated"), page.keyboard.press("z")]);
    await page.waitForLoadState();
    assert.equal(await status(page), "new");
    await done();
  });

  test("a search by / finds Thai by a part of a word, and ? shows the keys", async () => {
    const { page, done } = await tab();
    await page.goto("/");
    await page.keyboard.press("/");
    await page.keyboard.type("งาช้าง");
    await page.keyboard.press("Enter");
    await page.waitForURL(/[?&]q=/);
    assert.ok(await page.locator("[data-row]").count() >= 1);
    await page.locator("h1").first().evaluate(() => document.activeElement.blur());
    await page.keyboard.press("?");
    await page.waitForURL("**/help");
    assert.ok(await page.getByText("next advert", { exact: true }).isVisible());
    await done();
  });

  test("the language is chosen by hand at one touch", async () => {
    const { page, done } = await tab();
    await page.goto("/figures");
    await page.selectOption("select[name=language]", "fr");
    await page.locator("html[lang=fr]").waitFor();
    assert.equal(new URL(page.url()).pathname, "/figures");
    assert.equal(await page.locator("h1").innerText(), "Chiffres");
    await done();
  });

  test("a late decision says so and overwrites nothing", async () => {
    const one = await tab(), other = await tab();
    const path = await open_first(one.page);
    await other.page.goto(path);
    await one.page.keyboard.press("c");
    await one.page.waitForURL((url) => url.pathname !== path);
    await other.page.keyboard.press("u");
    await other.page.getByText("Something has changed meanwhile").waitFor();
    await other.page.getByText("See it as it stands").click();
    assert.equal(await status(other.page), "confirmed");
    await one.done();
    await other.done();
  });
});

describe("without scripts", () => {
  test("the same day's work by links and buttons alone", async () => {
    const { page, done } = await tab({ javaScriptEnabled: false });
    const path = await open_first(page);
    assert.ok(await page.locator("mark.names").count() >= 1);
    await page.getByRole("button", { name: "Dismiss", exact: true }).click();
    await page.getByText("A dismissal needs a reason").waitFor();
    await page.goto(path);
    await page.selectOption("select[name=reason]", "no_offer");
    await page.locator("[data-decide] textarea").fill("shown, not sold");
    await page.getByRole("button", { name: "Dismiss", exact: true }).click();
    await page.getByText("Recorded.").waitFor();
    await page.goto(path);
    assert.equal(await status(page), "dismissed");
    await page.locator(".trail").getByRole("button", { name: "Undo", exact: true }).click();
    assert.equal(await status(page), "new");
    await page.locator("summary", { hasText: "Add a note" }).click();
    await page.locator("form[action$=note] textarea").fill("asked the museum");
    await page.locator("form[action$=note] button").click();
    assert.match(await page.locator(".trail").innerText(), /asked the museum/);
    await done();
  });

  test("many at once: pick, see what is touched, decide, take back", async () => {
    const { page, done } = await tab({ javaScriptEnabled: false });
    const dismissed = async () => (await page.goto("/?status=dismissed"), page.locator("[data-row]").count());
    const earlier = await dismissed();
    await page.goto("/?order=newest");
    for (const row of [0, 1, 2]) await page.locator("[name=pick]").nth(row).check();
    await page.getByRole("button", { name: /Decide on those picked/ }).click();
    assert.equal(await page.locator("h1").innerText(), "Decide on 3 adverts");
    await page.selectOption("select[name=reason]", "duplicate");
    await page.getByRole("button", { name: "Dismiss", exact: true }).click();
    await page.getByRole("button", { name: /Undo for all/ }).waitFor();
    const back = page.url();
    assert.equal(await dismissed(), earlier + 3);
    await page.goto(back);
    await page.getByRole("button", { name: /Undo for all/ }).click();
    assert.equal(await dismissed(), earlier);
    await done();
  });

  test("a word's false alarms go together, and the list change is kept", async () => {
    const { page, done } = await tab({ javaScriptEnabled: false });
    await open_first(page);
    await page.locator(".entries a").first().click();
    const word = await page.locator("h1 bdi").innerText();
    if (await page.getByRole("button", { name: /Dismiss all/ }).count()) {
      await page.getByRole("button", { name: /Dismiss all/ }).click();
      await page.getByText("Recorded.").waitFor();
      await page.goto("/proposals");
      assert.match(await page.locator("pre").innerText(), new RegExp(`^${word}\t`, "m"));
    }
    await done();
  });

  test("searches are saved and forgotten, filters narrow, pages follow", async () => {
    const { page, done } = await tab({ javaScriptEnabled: false });
    await page.goto("/");
    await page.getByRole("link", { name: "Further ›" }).click();
    await page.getByRole("link", { name: "‹ Back" }).click();
    await page.selectOption(".filters select[name=language]", "ar");
    await page.getByRole("button", { name: "Show", exact: true }).click();
    assert.ok(await page.locator("[data-row]").count() >= 1);
    await page.locator(".saved input[name=name]").fill("Arabic");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.goto("/");
    await page.getByRole("link", { name: "Arabic", exact: true }).click();
    assert.match(page.url(), /language=ar/);
    await page.getByRole("button", { name: /Forget/ }).click();
    assert.equal(await page.getByRole("link", { name: "Arabic", exact: true }).count(), 0);
    await done();
  });

  test("a selection leaves as a file", async () => {
    const { page, done } = await tab({ javaScriptEnabled: false, acceptDownloads: true });
    await page.goto("/export?level=high");
    const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "CSV table" }).click()]);
    assert.match(file.suggestedFilename(), /^citeswatch-\d{4}-\d\d-\d\d\.csv$/);
    assert.match(readFileSync(await file.path(), "utf8"), /scientific|listing/);
    await done();
  });

  test("picked adverts leave as an evidence package whose sums agree", async () => {
    const { page, done } = await tab({ javaScriptEnabled: false, acceptDownloads: true });
    await page.goto("/");
    for (const row of [0, 1]) await page.locator("[name=pick]").nth(row).check();
    await page.getByRole("button", { name: /Export those picked/ }).click();
    await page.getByText("Adverts in this selection: 2").waitFor();
    await page.getByLabel("Name of the case").fill("Case 7/26");
    const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Evidence package" }).click()]);
    assert.match(file.suggestedFilename(), /\.zip$/);
    const out = mkdtempSync(join(folder, "package-"));
    execFileSync("python3", ["-m", "zipfile", "-e", await file.path(), out]);
    execFileSync("sha256sum", ["-c", "--quiet", "SHA256SUMS"], { cwd: out, stdio: "inherit" });
    assert.match(readFileSync(join(out, "report.html"), "utf8"), /Case 7\/26/);
    await done();
  });

  test("nobody gets in without a name and its password", async () => {
    const { page, done } = await tab({ javaScriptEnabled: false }, closed);
    await page.goto("/advert/1");
    await page.getByLabel("Name").fill("amira");
    await page.getByLabel("Password").fill("guess");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByText("do not fit together").waitFor();
    await page.getByLabel("Name").fill("amira");
    await page.getByLabel("Password").fill("three unlikely words");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.waitForURL("**/advert/1");
    assert.equal(await page.locator(".who span").innerText(), "amira");
    await page.getByRole("button", { name: "Sign out" }).click();
    assert.ok(await page.getByLabel("Password").isVisible());
    await done();
  });
});

describe("for every eye", () => {
  const pages = ["/", "/?q=%E8%B1%A1%E7%89%99", "/advert/1", "/advert/24", "/bulk?level=high", "/figures?status=all", "/crawler", "/export",
    "/proposals", "/help", "/word?word=ivory&word_language=en&word_kind=product", "/nothing"];
  for (const [name, options] of [["light", { colorScheme: "light" }], ["dark", { colorScheme: "dark" }],
    ["narrow", { viewport: { width: 360, height: 740 } }]]) {
    test(`axe finds nothing serious: ${name}`, async () => {
      const { page, done } = await tab(options);
      for (const path of pages) {
        await page.goto(path);
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
        const bad = violations.filter((each) => ["serious", "critical"].includes(each.impact));
        assert.deepEqual(bad.map((each) => `${path} ${each.id}: ${each.nodes[0].html.slice(0, 200)} ${each.nodes[0].failureSummary}`), []);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(wide <= 0, `${path} is ${wide} px too wide`);
      }
      await done();
    });
  }

  test("the first Tab leads to the content, and every control has a name", async () => {
    const { page, done } = await tab();
    await page.goto("/advert/1");
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.id), "main");
    await done();
  });

  test("pictures of the pages", { skip: !shots }, async () => {
    for (const [name, path, options] of [
      ["queue", "/", {}], ["advert", "/advert/24", {}], ["advert-en", "/advert/1", { colorScheme: "dark" }], ["figures", "/figures", {}],
      ["narrow", "/", { viewport: { width: 360, height: 740 } }], ["narrow-advert", "/advert/17", { viewport: { width: 360, height: 740 } }],
      ["bulk", "/bulk?level=high", {}], ["word", "/word?word=ivory&word_language=en&word_kind=product", {}], ["help", "/help", {}]]) {
      const { page, done } = await tab(options);
      await page.goto(path);
      await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true });
      await done();
    }
  });
});
