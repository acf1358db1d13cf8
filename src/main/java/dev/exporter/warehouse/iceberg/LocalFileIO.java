package dev.exporter.warehouse.iceberg;

import dev.exporter.warehouse.disk.DurableFiles;
import dev.exporter.warehouse.disk.TableFolder;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.exceptions.RuntimeIOException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;
import org.apache.iceberg.io.SeekableInputStream;

/**
 * The files of one table by their recorded locations. What is written through it is flushed to the disk when it is
 * closed. Thread-safe.
 */
@SuppressWarnings("serial") // FileIO asks for it; nothing here is ever sent to another process
final class LocalFileIO implements FileIO {
    private final TableFolder folder;

    LocalFileIO(TableFolder folder) {
        this.folder = folder;
    }

    @Override
    public InputFile newInputFile(String location) {
        return new Input(location, folder.pathOf(location));
    }

    @Override
    public OutputFile newOutputFile(String location) {
        return new Output(location, folder.pathOf(location));
    }

    @Override
    public void deleteFile(String location) {
        try {
            Files.deleteIfExists(folder.pathOf(location));
        } catch (IOException e) {
            throw new RuntimeIOException(e, "Cannot delete %s", location);
        }
    }

    @Override
    public Map<String, String> properties() {
        return Map.of();
    }

    private record Input(String location, Path path) implements InputFile {
        @Override
        public long getLength() {
            try {
                return Files.size(path);
            } catch (NoSuchFileException e) {
                throw new NotFoundException(e, "No file %s", path);
            } catch (IOException e) {
                throw new RuntimeIOException(e, "Cannot read %s", path);
            }
        }

        @Override
        public SeekableInputStream newStream() {
            return org.apache.iceberg.Files.localInput(path.toFile()).newStream();
        }

        @Override
        public boolean exists() {
            return Files.exists(path);
        }
    }

    private record Output(String location, Path path) implements OutputFile {
        @Override
        public PositionOutputStream create() {
            return open(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        }

        @Override
        public PositionOutputStream createOrOverwrite() {
            return open(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        }

        private PositionOutputStream open(OpenOption... options) {
            try {
                DurableFiles.createFolders(DurableFiles.parentOf(path));
                return new FlushedStream(FileChannel.open(path, options));
            } catch (FileAlreadyExistsException e) {
                throw new AlreadyExistsException(e, "There is already a file %s", path);
            } catch (IOException e) {
                throw new RuntimeIOException(e, "Cannot write %s", path);
            }
        }

        @Override
        public InputFile toInputFile() {
            return new Input(location, path);
        }
    }

    private static final class FlushedStream extends PositionOutputStream {
        private final FileChannel channel;
        private final BufferedOutputStream buffered;
        private long position;

        FlushedStream(FileChannel channel) {
            this.channel = channel;
            this.buffered = new BufferedOutputStream(Channels.newOutputStream(channel));
        }

        @Override
        public long getPos() {
            return position;
        }

        @Override
        public void write(int b) throws IOException {
            buffered.write(b);
            position++;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            buffered.write(bytes, offset, length);
            position += length;
        }

        @Override
        public void flush() throws IOException {
            buffered.flush();
        }

        @Override
        public void close() throws IOException {
            if (!channel.isOpen()) {
                return;
            }
            try (channel) {
                buffered.flush();
                channel.force(true);
            }
        }
    }
}
