package dev.exporter.demo.chance;

import dev.exporter.demo.rows.Entry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** The tag names or the tag values of one database that occur again and again. Not thread-safe. */
public final class Vocabulary {
    private final Map<String, Entry> words = new HashMap<>();
    private int entries;

    /** The entry of a word that occurs on many rows. */
    public Entry word(String text) {
        Entry known = words.get(text);
        if (known == null) {
            known = Entry.of(utf8(text), entries++);
            words.put(text, known);
        }
        return known;
    }

    /** The entry of a text that occurs on one row, or on few. */
    public Entry once(String text) {
        return Entry.of(utf8(text), Entry.ONCE);
    }

    /** A family of {@code size} entries that are made when they are first asked for. */
    public Family family(int size, IntFunction<String> text) {
        Family family = new Family(size, entries, text);
        entries += size;
        return family;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Similar entries, some of which occur much more often than others. */
    public static final class Family {
        private final List<@Nullable Entry> members;
        private final int firstNumber;
        private final IntFunction<String> text;

        private Family(int size, int firstNumber, IntFunction<String> text) {
            members = new ArrayList<>(java.util.Collections.nCopies(size, null));
            this.firstNumber = firstNumber;
            this.text = text;
        }

        public Entry draw(Dice dice) {
            int index = dice.skewed(members.size());
            Entry member = members.get(index);
            if (member == null) {
                member = Entry.of(utf8(text.apply(index)), firstNumber + index);
                members.set(index, member);
            }
            return member;
        }
    }
}
