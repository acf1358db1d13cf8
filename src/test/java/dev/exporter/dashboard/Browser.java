package dev.exporter.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.exporter.Await;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A headless Chromium. Its pictures are kept in {@code target/pages}. */
public final class Browser implements AutoCloseable {
    private static final Path PICTURES = Path.of("target", "pages");

    /** Held, so that it stays silent: it knows no protocol of the newest browsers by name, and needs none. */
    private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
        driver.manage().timeouts().pageLoadTimeout(Duration.ofMinutes(1));
    }

    /** How wide a page is, and of which colours. */
    public enum Look {
        DESKTOP_LIGHT(1440, "light"),
        DESKTOP_DARK(1440, "dark"),
        PHONE_LIGHT(360, "light"),
        PHONE_DARK(360, "dark");

        private final int width;
        private final String colours;

        Look(int width, String colours) {
            this.width = width;
            this.colours = colours;
        }

        boolean isLight() {
            return colours.equals("light");
        }
    }

    /** Starts it; the test is skipped where there is none. */
    public static Browser open() {
        Optional<Path> browser = program("chromium", "chromium-browser", "google-chrome");
        Optional<Path> driver = program("chromedriver");
        assumeTrue(
                browser.isPresent() && driver.isPresent(),
                "no chromium and chromedriver on the path: pages are not tried in a browser");
        SELENIUM.setLevel(Level.SEVERE);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(browser.orElseThrow().toFile());
        options.addArguments(
                "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars");
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(driver.orElseThrow().toFile())
                .build();
        return new Browser(new ChromeDriver(service, options));
    }

    private static Optional<Path> program(String... names) {
        for (String directory : System.getenv().getOrDefault("PATH", "").split(":")) {
            for (String name : names) {
                Path file = Path.of(directory, name);
                if (Files.isExecutable(file)) {
                    return Optional.of(file);
                }
            }
        }
        return Optional.empty();
    }

    public void look(Look look) {
        size(look.width, look.width < 500 ? 800 : 1000);
        colours(look.colours);
    }

    void size(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 500));
    }

    void colours(String scheme) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    public void go(String address) {
        driver.get(address);
    }

    /** Opens another tab in front of those that are open, and goes on in it. */
    void openTab(String address) {
        driver.switchTo().newWindow(WindowType.TAB);
        driver.executeCdpCommand("Page.bringToFront", Map.of());
        go(address);
    }

    /** Runs a script in the page; null where it returns nothing. */
    public @Nullable Object run(String script) {
        return driver.executeScript(script);
    }

    public WebElement find(String selector) {
        return await(selector, element -> true);
    }

    /** Presses what is called so: a button, or a link; in the dialog where one is open. */
    public void press(String name) {
        boolean isAsked = !driver.findElements(By.cssSelector("dialog[open]")).isEmpty();
        WebElement element = await(
                isAsked ? "dialog[open] button, dialog[open] a" : "button, a, summary",
                one -> one.isDisplayed() && one.getText().strip().equals(name));
        driver.executeScript("arguments[0].scrollIntoView({block: 'center'})", element);
        element.click();
    }

    public void enter(String selector, String text) {
        WebElement field = find(selector);
        field.clear();
        field.sendKeys(text);
    }

    public String text(String selector) {
        return find(selector).getText();
    }

    /** Waits until the page shows a text, without loading it again. */
    public void await(String selector, String text) {
        await(selector, element -> element.getText().contains(text));
    }

    /** Waits for the first element that is as it should be. */
    public WebElement await(String selector, Predicate<WebElement> condition) {
        List<WebElement> found = new ArrayList<>();
        try {
            Await.until(() -> isFound(selector, condition, found));
        } catch (AssertionError e) {
            throw new AssertionError(selector + " at " + address() + ":\n" + text("body"), e);
        }
        return found.get(0);
    }

    private boolean isFound(String selector, Predicate<WebElement> condition, List<WebElement> found) {
        try {
            driver.findElements(By.cssSelector(selector)).stream()
                    .filter(condition)
                    .findFirst()
                    .ifPresent(found::add);
        } catch (StaleElementReferenceException e) {
            // the page has changed while it was looked at
        }
        return !found.isEmpty();
    }

    /** Unfolds what is called so, unless it is. */
    public void unfold(String name) {
        WebElement summary = await("summary", one -> one.getText().strip().equals(name));
        WebElement details = summary.findElement(By.xpath("./.."));
        if (details.getDomAttribute("open") == null) {
            driver.executeScript("arguments[0].scrollIntoView({block: 'center'})", summary);
            summary.click();
        }
    }

    /** Marks the page as it is loaded now. */
    public void mark() {
        driver.executeScript("window.marked = true");
    }

    /** The page was not loaded again since it was marked. */
    public void requireMark() {
        assertThat(driver.executeScript("return window.marked === true"))
                .as("not loaded again")
                .isEqualTo(true);
    }

    /** What the page's address is now. */
    public String address() {
        return driver.getCurrentUrl();
    }

    /** The whole page as PNG. */
    public void picture(String name) {
        driver.executeScript("scrollTo(0, 0)");
        Object data = driver.executeCdpCommand(
                        "Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true))
                .get("data");
        try {
            Files.createDirectories(PICTURES);
            Files.write(PICTURES.resolve(name + ".png"), Base64.getDecoder().decode(String.valueOf(data)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Nothing that browsers complain about: broken scripts, files that are missing, what the content policy forbids. */
    public void requireSilence() {
        assertThat(driver.manage().logs().get(LogType.BROWSER).getAll())
                .filteredOn(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .isEmpty();
    }

    /** Nothing that is seriously in the way of people who cannot see, point or tell colours apart. */
    public void requireAccess() {
        requireAccess("{resultTypes: ['violations']}");
    }

    /** As {@link #requireAccess}, by those rules that look at colours, on a page that was tried in others. */
    public void requireContrast() {
        requireAccess("{resultTypes: ['violations'], runOnly: ['color-contrast', 'link-in-text-block']}");
    }

    @SuppressWarnings("unchecked")
    private void requireAccess(String options) {
        driver.executeScript(axe());
        Map<String, Object> result = (Map<String, Object>)
                driver.executeAsyncScript("const done = arguments[0]; axe.run(document, " + options + ").then(done)");
        List<Map<String, Object>> violations = (List<Map<String, Object>>) result.get("violations");
        assertThat(violations)
                .as("axe at %s", driver.getCurrentUrl())
                .filteredOn(one -> List.of("serious", "critical").contains(String.valueOf(one.get("impact"))))
                .extracting(one -> one.get("id") + ": " + one.get("help") + " " + nodes(one))
                .isEmpty();
    }

    @SuppressWarnings("unchecked")
    private static String nodes(Map<String, Object> violation) {
        StringBuilder text = new StringBuilder();
        for (Map<String, Object> node : (List<Map<String, Object>>) violation.getOrDefault("nodes", List.of())) {
            text.append("\n    ").append(node.get("html")).append(" | ").append(node.get("failureSummary"));
        }
        return text.toString();
    }

    /** No page is wider than its window. */
    public void requireNoOverflow() {
        Object widths = driver.executeScript("return [document.documentElement.scrollWidth, innerWidth]");
        List<?> both = (List<?>) widths;
        assertThat((Long) both.get(0)).as("width of %s", driver.getCurrentUrl()).isLessThanOrEqualTo((Long)
                both.get(1));
    }

    private static String axe() {
        try (InputStream script = Browser.class.getResourceAsStream("/axe.min.js")) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        driver.quit();
    }
}
