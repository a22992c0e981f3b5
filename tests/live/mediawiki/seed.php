<?php
// Fills a new wiki in one process: accounts, pages with their authors and dates, jobs, text index.
require_once getenv( 'MEDIAWIKI_FOLDER' ) . '/maintenance/Maintenance.php';

use MediaWiki\MediaWikiServices;

class SeedAcme extends Maintenance {
	public function __construct() {
		parent::__construct();
		$this->addOption( 'people', 'JSON: name, email, password', true, true );
		$this->addOption( 'dump', 'Pages in the export format', true, true );
		$this->addOption( 'main', 'Wikitext of the main page', true, true );
	}

	public function execute() {
		$people = json_decode( file_get_contents( $this->getOption( 'people' ) ), true );
		foreach ( $people as $person ) {
			$this->createAccount( $person );
		}
		$this->importPages( $this->getOption( 'dump' ) );
		$this->writeMainPage( file_get_contents( $this->getOption( 'main' ) ) );
		$folder = getenv( 'MEDIAWIKI_FOLDER' ) . '/maintenance/';
		$jobs = $this->runChild( RunJobs::class, $folder . 'runJobs.php' );
		$jobs->execute();
		$index = $this->runChild( RebuildTextIndex::class, $folder . 'rebuildtextindex.php' );
		$index->execute();
	}

	private function createAccount( array $person ) {
		$user = User::createNew( $person['name'], [ 'email' => $person['email'], 'real_name' => $person['name'] ] );
		if ( !$user ) {
			$this->fatalError( 'Not a usable account: ' . $person['name'] );
		}
		$status = $user->changeAuthenticationData( [
			'username' => $user->getName(),
			'password' => $person['password'],
			'retype' => $person['password'],
		] );
		if ( !$status->isGood() ) {
			$this->fatalError( $status->getWikiText( false, false, 'en' ) );
		}
		$user->saveSettings();
	}

	private function importPages( string $path ) {
		$source = ImportStreamSource::newFromFile( $path );
		$importer = MediaWikiServices::getInstance()->getWikiImporterFactory()->getWikiImporter( $source->value );
		// Revisions belong to the accounts of the same name.
		$importer->setUsernamePrefix( 'imported', true );
		$importer->doImport();
	}

	private function writeMainPage( string $text ) {
		$title = Title::newMainPage();
		$page = MediaWikiServices::getInstance()->getWikiPageFactory()->newFromTitle( $title );
		$user = User::newSystemUser( 'Maintenance script', [ 'steal' => true ] );
		$page->doUserEditContent( ContentHandler::makeContent( $text, $title ), $user, 'Table of contents' );
	}
}

$maintClass = SeedAcme::class;
require_once RUN_MAINTENANCE_IF_MAIN;
