// Text functions of the 2015 edition.
#include "base/text.h"
#include "api/face.h"

using namespace vce;

VCE_API int vce_httptext_divide_header_and_content(const char *in, int inlen, char **head,
                                                   int *headlen, char **b, int *blen) {
  if (!head || !headlen || !b || !blen)
    return fail(err::invalid);
  text::HeaderAndBody parts = {nullptr, 0, 0};
  const bool found = text::divide_at_empty_line(in, inlen, parts);
  *head = const_cast<char *>(in);
  *headlen = parts.header_length;
  *b = const_cast<char *>(parts.body);
  *blen = parts.body_length;
  return report(found ? err::none : err::format);
}

VCE_API int vce_text_cmpnocase(const char *s1, const char *s2, int n) {
  return text::equal_ignoring_case(s1, s2, n) ? 0 : 1;
}

VCE_API int vce_httptext_get_header_info(const char *h, int hlen, char *item, char *out,
                                         int outlen) {
  return text::header_value(h, hlen, item, out, outlen);
}

VCE_API char *vce_text_split_index(const char *src, char c, int index) {
  char *token = const_cast<char *>(text::token(src, c, index));
  set_last_error(token ? err::none : err::not_found);
  return token;
}

VCE_API int vce_text_split_index_get_string(const char *src, char c, int index, char *out,
                                            int outlen) {
  const char *token = text::strict_token(src, c, index);
  return report(token ? text::copy_upto(out, outlen, token, c) : err::not_found);
}

VCE_API int vce_text_split_index_get_int(const char *s, char c, int ind, int *v) {
  const char *token = text::strict_token(s, c, ind);
  if (!token)
    return fail(err::not_found);
  if (!v)
    return fail(err::invalid);
  *v = text::leading_integer(token, c);
  return report(err::none);
}

VCE_API int vce_copy_cstring(char *dest, int l, const char *src) {
  return text::copy(dest, l, src) ? 1 : 0;
}

VCE_API int vce_copy_cstring_upto(char *d, const char *s, char c, int destlen) {
  return text::copy_upto(d, destlen, s, c);
}

VCE_API char *vce_makecstr(char *out, int outlen, const char *in, int inlen) {
  text::copy_raw(out, outlen, in, inlen);
  return out;
}

VCE_API int vce_strlenmax(const char *s, int max) { return text::bounded_length(s, max); }

VCE_API int vce_strncat(char *out, int outlen, const char *append) {
  return text::append(out, outlen, append);
}

VCE_API void vce_strncpy(char *to, int to_len, const char *from, int from_len) {
  text::copy_at_most(to, to_len, from, from_len);
}

VCE_API char *vce_chop_string_destroy(char *s) {
  text::chop_line_end(s);
  return s;
}

VCE_API int vce_strcmptail(const char *s1, const char *s2) { return text::compare_tails(s1, s2); }

VCE_API int vce_text_hashpjw(const char *s) { return text::hash_pjw(s); }

VCE_API int vce_escape_string(char *to, int tolen, const char *from, int fromlen) {
  return report(text::escape(to, tolen, from, fromlen));
}

VCE_API int vce_descape_string(char *to, int tolen, const char *from) {
  return report(text::unescape(to, tolen, from));
}

VCE_API int vce_atoi(const char *p) {
  int value = 0;
  set_last_error(text::evaluate(p, value) ? err::none : err::format);
  return value;
}
