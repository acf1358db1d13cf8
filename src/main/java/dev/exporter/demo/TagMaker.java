package dev.exporter.demo;

import dev.exporter.demo.DemoGateway.Variation;
import dev.exporter.demo.chance.Dice;
import dev.exporter.demo.chance.Dice.Kind;
import dev.exporter.demo.chance.Oddity;
import dev.exporter.demo.chance.Vocabulary;
import dev.exporter.demo.chance.Vocabulary.Family;
import dev.exporter.demo.rows.Entry;
import dev.exporter.demo.rows.Tag;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Thinks up the tags of rows as the applications on the network write them: few names, some values on very many rows
 * and many on one. About 4.4 tags a row on average. Not thread-safe.
 */
final class TagMaker {
    private static final int MANY = 300;
    private static final int LARGE_BYTES = 10_000;

    private final Vocabulary names = new Vocabulary();
    private final Vocabulary values = new Vocabulary();
    private final Set<Variation> variations;
    private final Family applications;
    private final Family versions;
    private final Family processes;
    private final Family drives;
    private final Family folders;
    private final Family topics;

    TagMaker(DemoGateway.Settings settings) {
        variations = settings.variations();
        long seed = settings.seed();
        applications = values.family(400, n -> n == 0 ? "ArDrive-App" : "Application-" + n);
        versions = values.family(60, n -> "1." + n / 10 + "." + n % 10);
        processes = values.family(5000, n -> hex(Dice.of(seed, Kind.TAG_VALUE, 1, n)));
        drives = values.family(3000, n -> uuid(Dice.of(seed, Kind.TAG_VALUE, 2, n)));
        folders = values.family(9000, n -> uuid(Dice.of(seed, Kind.TAG_VALUE, 3, n)));
        topics = values.family(2500, n -> "Topic " + n);
    }

    /** The tags of the layer-1 transaction with this number. */
    List<Tag> transaction(Dice dice, int number, @Nullable String contentType, long timestamp) {
        List<Tag> tags = new ArrayList<>();
        switch (dice.below(10)) {
            case 0 -> {}
            case 1 -> post(tags, dice, contentType, timestamp);
            case 2, 3 -> page(tags, dice, contentType);
            default -> bundle(tags, dice, timestamp);
        }
        addOdd(tags, dice, number);
        return tags;
    }

    /** The tags of the data item with this number. */
    List<Tag> item(Dice dice, int number, @Nullable String contentType, long timestamp) {
        List<Tag> tags = new ArrayList<>();
        switch (dice.below(20)) {
            case 0, 1 -> {}
            case 2, 3, 4, 5, 6 -> page(tags, dice, contentType);
            case 7, 8, 9, 10 -> post(tags, dice, contentType, timestamp);
            case 11, 12, 13, 14, 15 -> message(tags, dice);
            case 16, 17 -> file(tags, dice, contentType, timestamp);
            default -> asset(tags, dice, contentType);
        }
        addOdd(tags, dice, number);
        return tags;
    }

    /** A tag whose value no other row has. */
    Tag unique(Dice dice) {
        return new Tag(names.word("Reference"), values.once(uuid(dice)));
    }

    private void bundle(List<Tag> tags, Dice dice, long timestamp) {
        add(tags, "Bundle-Format", "binary");
        add(tags, "Bundle-Version", "2.0.0");
        add(tags, "App-Name", applications.draw(dice));
        add(tags, "Unix-Time", values.once(Long.toString(timestamp)));
    }

    private void page(List<Tag> tags, Dice dice, @Nullable String contentType) {
        addContentType(tags, contentType);
        add(tags, "App-Name", applications.draw(dice));
    }

    private void post(List<Tag> tags, Dice dice, @Nullable String contentType, long timestamp) {
        page(tags, dice, contentType);
        add(tags, "App-Version", versions.draw(dice));
        add(tags, "Unix-Time", values.once(Long.toString(timestamp)));
    }

    private void message(List<Tag> tags, Dice dice) {
        add(tags, "Data-Protocol", "ao");
        add(tags, "Variant", "ao.TN.1");
        add(tags, "Type", "Message");
        add(tags, "Action", dice.below(3) == 0 ? "Transfer" : "Credit-Notice");
        add(tags, "From-Process", processes.draw(dice));
        add(tags, "SDK", "aoconnect");
        tags.add(unique(dice));
    }

    private void file(List<Tag> tags, Dice dice, @Nullable String contentType, long timestamp) {
        post(tags, dice, contentType, timestamp);
        add(tags, "ArFS", "0.13");
        add(tags, "Entity-Type", dice.below(5) == 0 ? "folder" : "file");
        add(tags, "Drive-Id", drives.draw(dice));
        add(tags, "Parent-Folder-Id", folders.draw(dice));
        add(tags, "File-Id", values.once(uuid(dice)));
    }

    private void asset(List<Tag> tags, Dice dice, @Nullable String contentType) {
        addContentType(tags, contentType);
        add(tags, "Type", "image");
        String title = "Asset “" + Long.toString(dice.next() >>> 1, Character.MAX_RADIX) + "”";
        add(tags, "Title", values.once(title));
        add(tags, "Description", values.once(title + ", " + "made for a demonstration ".repeat(1 + dice.below(12))));
        add(tags, "Topic", topics.draw(dice));
        add(tags, "Topic", topics.draw(dice));
        add(tags, "License", processes.draw(dice));
    }

    private void addOdd(List<Tag> tags, Dice dice, int number) {
        if (Oddity.EMPTY_TAG_NAME.at(number)) {
            add(tags, "", values.word("a value without a name"));
        }
        if (Oddity.EMPTY_TAG_VALUE.at(number)) {
            add(tags, "Note", "");
        }
        if (Oddity.TAG_NOT_UTF_8.at(number)) {
            Entry name = Entry.of(HexFormat.of().parseHex("ff00fec328"), Entry.ONCE);
            tags.add(new Tag(name, Entry.of(dice.bytes(16), Entry.ONCE)));
        }
        if (Oddity.TAG_WITH_CONTROL_CHARACTERS.at(number)) {
            add(tags, "Line\nBreak", values.word("'\"\\\t\0 \u2028 \uD83D\uDE00 %_;--"));
        }
        if (Oddity.TAG_TWICE.at(number)) {
            add(tags, "Twice", "the same");
            add(tags, "Twice", "the same");
        }
        if (Oddity.LARGE_TAG_VALUE.at(number)) {
            add(tags, "Large", Entry.of(dice.bytes(LARGE_BYTES), Entry.ONCE));
        }
        if (Oddity.TAG_HASH_NOT_HELD.at(number) && variations.contains(Variation.MISSING_TAG_HASHES)) {
            add(tags, "Value-Not-Held", absent("value"));
            tags.add(new Tag(absent("name"), values.word("of a name that is not held")));
        }
        if (Oddity.TAG_AT_OTHER_HEIGHT.at(number)) {
            Tag tag = unique(dice);
            tags.add(new Tag(tag.name(), tag.value(), -1));
        }
        for (int i = 0; Oddity.MANY_TAGS.at(number) && i < MANY; i++) {
            add(tags, "Attribute-" + i, topics.draw(dice));
        }
    }

    private void addContentType(List<Tag> tags, @Nullable String contentType) {
        if (contentType != null) {
            add(tags, "Content-Type", contentType);
        }
    }

    private void add(List<Tag> tags, String name, String value) {
        add(tags, name, values.word(value));
    }

    private void add(List<Tag> tags, String name, Entry value) {
        tags.add(new Tag(names.word(name), value));
    }

    private static Entry absent(String text) {
        return Entry.of((text + " that is not held").getBytes(StandardCharsets.UTF_8), Entry.ABSENT);
    }

    private static String uuid(Dice dice) {
        return new UUID(dice.next(), dice.next()).toString();
    }

    private static String hex(Dice dice) {
        return HexFormat.of().formatHex(dice.bytes(32));
    }
}
