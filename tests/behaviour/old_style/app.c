/*
 * A program as they were written in 2005: one process that is server and client, with users in an
 * array. It knows nothing that came later; only vce.h and libvce.a lie beside it (old_build.sh).
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include "vce.h"

#define RECORDS 3

typedef struct {
    int id;
    int records;
    char name[16];
} user_t;

static int users;           /* array of user_t */
static int answers = 0;
static int closed = 0;
static int finalized = 0;

static int server_pcallback();
static int client_pcallback();

static user_t *find_user( id )
    int id;
{
    user_t *u;
    ARRAY_SCAN( users, u ) {
        if( u->id == id ) return u;
    }
    return NULL;
}

static int accept_watcher( conn_t c )
{
    user_t *u = vce_alloc_array_object( users );
    if( !u ) {
        vce_errout( "no user left: %s\n", STRERR );
        return -1;
    }
    memset( u, 0, sizeof( *u ) );
    u->id = vce_conn_get_index( c );
    vce_snprintf( u->name, ELEMENTOF( u->name ), "user%d", vce_get_array_usenum( users ) );
    return 0;
}

static void finalizer( conn_t c )
{
    finalized++;
    (void)c;
}

static int close_watcher( conn_t c, CLOSE_REASON r )
{
    printf( "closed: %s\n", vce_strerror_close_reason( r ) );
    closed++;
    return 0;
}

static int server_pcallback( c, data, len )
    conn_t c;
    char *data;
    int len;
{
    int n, ofs;
    char out[64];
    user_t *u = find_user( vce_conn_get_index( c ) );

    assert( u );
    ofs = vce_binary_pop_nb_i4( data, len, 0, &n );
    if( ofs < 0 ) return ofs;
    u->records++;
    ofs = vce_binary_push_nb_i4( out, 0, sizeof( out ), n * 2 );
    ofs = vce_binary_push_nb_ia1( out, ofs, sizeof( out ), "from", 4 );
    ofs = vce_binary_push_nb_ia1( out, ofs, sizeof( out ), u->name, strlen( u->name ) );
    return vce_protocol_unparser_bin16( c, out, ofs );
}

static int client_pcallback( c, data, len )
    conn_t c;
    char *data;
    int len;
{
    int n, ofs, wordlen, namelen;
    char word[16], name[16];

    memset( word, 0, sizeof( word ) );
    memset( name, 0, sizeof( name ) );
    wordlen = namelen = sizeof( name ) - 1;
    ofs = vce_binary_pop_nb_i4( data, len, 0, &n );
    ofs = vce_binary_pop_nb_ia1( data, len, ofs, word, &wordlen );
    ofs = vce_binary_pop_nb_ia1( data, len, ofs, name, &namelen );
    printf( "answer %d %s %s, %d bytes of %d\n", n, word, name, ofs, len );
    answers++;
    return 0;
}

static int send_number( conn_t c, int n )
{
    char out[4];
    vce_binary_push_nb_i4( out, 0, sizeof( out ), n );
    return vce_protocol_unparser_bin16( c, out, sizeof( out ) );
}

int main()
{
    tcpcontext_t server = NULL, client;
    vce_limit_t lim;
    conn_t c;
    user_t *u;
    int i, turns;
    unsigned short port;

    vce_limit_clear( &lim );
    lim.max_conn = 10;
    if( vce_initialize_limited( &lim ) < 0 ) {
        fprintf( stderr, "vce_initialize: %s\n", STRERR );
        exit( 1 );
    }
    vce_set_heartbeat_wait_flag( 1 );

    users = vce_init_array( sizeof( user_t ), 10, "users" );
    assert( users > 0 );

    /* any port of our own: the old library could not tell which one 0 gave */
    vce_set_verbose_mode( -1 );
    for( i = 0; i < 100 && !server; i++ ) {
        port = 20000 + ( getpid() + i ) % 10000;
        server = vce_tcpcontext_create( 1, "127.0.0.1", port, 5, 1024, 1024, 60, 0, 1, 0 );
    }
    vce_set_verbose_mode( 0 );
    client = vce_tcpcontext_create( 0, NULL, 0, 5, 1024, 1024, 60, 0, 1, 0 );
    if( !server || !client ) {
        fprintf( stderr, "vce_tcpcontext_create: %s\n", STRERR );
        exit( 1 );
    }
    vce_tcpcontext_set_conn_parser( server, vce_protocol_parser_bin16, server_pcallback );
    vce_tcpcontext_set_conn_acceptwatcher( server, accept_watcher );
    vce_tcpcontext_set_conn_closewatcher( server, close_watcher );
    vce_tcpcontext_set_conn_finalizer( server, finalizer );
    vce_tcpcontext_set_conn_parser( client, vce_protocol_parser_bin16, client_pcallback );
    vce_tcpcontext_set_conn_closewatcher( client,
        (int (*)( conn_t, CLOSE_REASON ))vce_protocol_closewatcher_noop );

    c = vce_tcpcontext_connect( client, "127.0.0.1", port );
    if( !vce_conn_is_valid( c ) ) {
        fprintf( stderr, "vce_tcpcontext_connect: %s\n", STRERR );
        exit( 1 );
    }
    for( i = 1; i <= RECORDS; i++ ) {
        if( send_number( c, i * 100 ) < 0 ) exit( 1 );
    }
    for( turns = 0; answers < RECORDS && turns < 100000; turns++ ) vce_heartbeat();

    ARRAY_SCAN( users, u ) {
        printf( "%s sent %d records\n", u->name, u->records );
    }
    printf( "%d users\n", vce_get_array_usenum( users ) );

    vce_conn_close( c );
    for( turns = 0; !finalized && turns < 100000; turns++ ) vce_heartbeat();
    printf( "%d answers, %d closed, %d finalized\n", answers, closed, finalized );

    vce_tcpcontext_cleanup( server );
    vce_tcpcontext_cleanup( client );
    vce_heartbeat();
    vce_end_array( users );
    return vce_finalize();
}
