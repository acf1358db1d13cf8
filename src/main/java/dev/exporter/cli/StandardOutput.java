package dev.exporter.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Standard output. That its reader has gone, as {@code head} has once it has seen enough, is no failure: what is written
 * from then on is dropped. Others are thrown. For one thread at a time.
 */
final class StandardOutput extends FilterOutputStream {
    /** What the system says of a pipe without a reader (EPIPE). */
    private static final String NO_READER = "Broken pipe";

    private boolean isUnread;

    StandardOutput(OutputStream out) {
        super(out);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (isUnread) {
            return;
        }
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            if (!NO_READER.equals(e.getMessage())) {
                throw e;
            }
            isUnread = true;
        }
    }
}
