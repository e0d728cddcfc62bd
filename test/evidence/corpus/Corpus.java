import java.io.*;
import java.nio.charset.StandardCharsets;
import java.util.regex.*;

/**
 * What Hive's RegexSerDe makes of lines. Reads from standard input a pattern and then lines, each as a
 * big-endian length and UTF-8; writes for each line its groups in the same form, -1 for a group that took no part.
 */
public class Corpus {
  public static void main(String[] arguments) throws IOException {
    DataInputStream in = new DataInputStream(new BufferedInputStream(System.in));
    DataOutputStream out = new DataOutputStream(new BufferedOutputStream(System.out));
    Pattern pattern = Pattern.compile(text(in), Pattern.DOTALL);
    for (int count = in.readInt(); count > 0; count--) {
      Matcher matcher = pattern.matcher(text(in));
      boolean matches = matcher.matches();
      for (int group = 1; group <= matcher.groupCount(); group++) write(out, matches ? matcher.group(group) : null);
    }
    out.flush();
  }

  private static String text(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
  }

  private static void write(DataOutputStream out, String group) throws IOException {
    byte[] bytes = group == null ? null : group.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes == null ? -1 : bytes.length);
    if (bytes != null) out.write(bytes);
  }
}
