<?php
// Fills a new wiki in one process: pages with their authors, dates and old revisions, then the search index.
define('NOSESSION', 1);
define('DOKU_INC', getenv('DOKUWIKI_FOLDER') . '/');
$_SERVER['HTTP_HOST'] = 'localhost';
$_SERVER['SERVER_PORT'] = '80';
$_SERVER['REMOTE_ADDR'] = '127.0.0.1';
require_once DOKU_INC . 'inc/init.php';

$pages = json_decode(file_get_contents($argv[1]), true, 512, JSON_THROW_ON_ERROR);
foreach ($pages as $page) {
    $id = $page['id'];
    foreach ($page['revisions'] as $number => $revision) {
        $date = $revision['seconds'];
        $INPUT->server->set('REMOTE_USER', $revision['author']);
        io_writeWikiPage(wikiFN($id), $revision['text'], $id, false);
        io_writeWikiPage(wikiFN($id, $date), $revision['text'], $id, $date);
        touch(wikiFN($id), $date);
        touch(wikiFN($id, $date), $date);
        $type = $number === 0 ? DOKU_CHANGE_TYPE_CREATE : DOKU_CHANGE_TYPE_EDIT;
        addLogEntry($date, $id, $type, $revision['summary']);
    }
    clearstatcache();
    if (idx_addPage($id, false, true) === false) {
        fwrite(STDERR, "Not indexed: $id\n");
        exit(1);
    }
}
