#!/usr/bin/perl
# Fills an empty Request Tracker from a description in JSON (see seed.ts): accounts, groups, queues with their rights,
# articles and tickets, each event by the person and at the time it names. RT's own code does all of it, so that
# scrips, outgoing mail and history are what they are on any server.
use strict;
use warnings;

# Before anything is compiled that asks for the time: nothing but this makes RT date what it does.
our $now;
BEGIN {
    *CORE::GLOBAL::time = sub () { defined $main::now ? $main::now : CORE::time() };
    *CORE::GLOBAL::gmtime = sub (;$) { CORE::gmtime(@_ ? $_[0] : defined $main::now ? $main::now : CORE::time()) };
}

use lib '/usr/share/request-tracker5/lib', '/usr/local/share/request-tracker5/lib';
use JSON ();
use MIME::Entity;
use Time::Local ();
use RT;
RT->LoadConfig;
RT->Init;

my ($path) = @ARGV;
open my $file, '<', $path or die "$path: $!";
my $desk = JSON->new->utf8->decode(do { local $/; <$file> });
close $file;

my %principal;
my $system = RT->SystemUser;

sub ok { my ($id, @message) = @_; die "@message\n" unless $id; return $id }

sub at {
    my ($time) = @_;
    $time =~ /^(\d+)-(\d+)-(\d+)T(\d+):(\d+):(\d+)/ or die "not a time: $time\n";
    $now = Time::Local::timegm($6, $5, $4, $3, $2 - 1, $1);
}

sub as {
    my ($name) = @_;
    my $user = RT::CurrentUser->new;
    $user->LoadByName($name);
    die "nobody is called $name\n" unless $user->id;
    return $user;
}

at($desk->{begun});
for my $name (@{ $desk->{groups} }) {
    my $group = RT::Group->new($system);
    ok($group->CreateUserDefinedGroup(Name => $name));
    $principal{$name} = $group;
}
for my $person (@{ $desk->{people} }) {
    my $user = RT::User->new($system);
    ok($user->Create(
        Name => $person->{id}, RealName => $person->{name}, EmailAddress => $person->{email},
        Password => $person->{password}, Privileged => $person->{privileged} ? 1 : 0, Timezone => 'UTC',
    ));
    ok($principal{$_}->AddMember($user->PrincipalId)) for @{ $person->{groups} };
    ok($user->PrincipalObj->GrantRight(Object => $RT::System, Right => 'SuperUser')) if $person->{isAdmin};
}

# Whom a right is given to: a group of ours, one of the system's, or a role of the queue's tickets.
sub grant {
    my ($object, $grants) = @_;
    for my $grant (@$grants) {
        my $group = $principal{ $grant->{to} };
        unless ($group) {
            $group = RT::Group->new($system);
            if ($grant->{role}) { $group->LoadRoleGroup(Object => $object, Name => $grant->{to}) }
            else                { $group->LoadSystemInternalGroup($grant->{to}) }
        }
        die "no group $grant->{to}\n" unless $group->id;
        ok($group->PrincipalObj->GrantRight(Object => $object, Right => $_)) for @{ $grant->{rights} };
    }
}
grant($RT::System, $desk->{rights});

for my $wanted (@{ $desk->{queues} }) {
    my $queue = RT::Queue->new($system);
    ok($queue->Create(Name => $wanted->{name}, Description => $wanted->{description},
        CorrespondAddress => $wanted->{address}));
    grant($queue, $wanted->{rights});
}

my $general = RT::Class->new($system);
$general->Load('General');
$general->SetDisabled(1);
for my $wanted (@{ $desk->{classes} }) {
    my $class = RT::Class->new($system);
    ok($class->Create(Name => $wanted->{name}, Description => $wanted->{name}));
    grant($class, $wanted->{rights});
    # Offered in every queue.
    ok($class->AddToObject(RT::Queue->new($system)));
}
# The texts of articles are custom fields; RT comes with one of them.
my %field;
for my $wanted (@{ $desk->{fields} }) {
    my $field = RT::CustomField->new($system);
    my $type = RT::Article->CustomFieldLookupType;
    $field->LoadByName(Name => $wanted->{name}, LookupType => $type);
    ok($field->Create(Name => $wanted->{name}, Type => $wanted->{type}, MaxValues => 1, LookupType => $type))
        unless $field->id;
    for my $name (@{ $wanted->{classes} }) {
        my $class = RT::Class->new($system);
        $class->Load($name);
        ok($field->AddToObject($class));
        $field{$name} = $field->id;
    }
}
for my $wanted (@{ $desk->{articles} }) {
    at($wanted->{created});
    my $article = RT::Article->new(as('admin'));
    my ($id, $message) = $article->Create(
        Name => $wanted->{name}, Summary => $wanted->{summary}, Class => $wanted->{class},
        "CustomField-$field{$wanted->{class}}" => $wanted->{content},
    );
    ok($id, $message);
    die "article $id should be $wanted->{id}\n" unless $id == $wanted->{id};
    next if $wanted->{updated} eq $wanted->{created};
    at($wanted->{updated});
    $article = RT::Article->new(as('admin'));
    $article->Load($id);
    ok($article->SetSummary("$wanted->{summary} "), 'summary');
    ok($article->SetSummary($wanted->{summary}), 'summary');
}
# The author of a change needs no right to it here: only its name is kept.
for my $wanted (@{ $desk->{articles} }) {
    my $author = as($wanted->{author})->id;
    $RT::Handle->SimpleQuery('UPDATE Articles SET Creator = ?, LastUpdatedBy = ? WHERE id = ?',
        $author, $author, $wanted->{id});
}

sub entity {
    my ($event, $subject) = @_;
    my @parts = @{ $event->{parts} };
    my $part = sub {
        my ($type, $text) = @_;
        return (Type => $type, Charset => 'UTF-8', Encoding => '8bit', Data => [ Encode::encode('UTF-8', $text) ]);
    };
    my @head = defined $subject ? (Subject => Encode::encode('UTF-8', $subject)) : ();
    return MIME::Entity->build($part->($parts[0]{type}, $parts[0]{content}), @head) if @parts == 1;
    my $whole = MIME::Entity->build(Type => 'multipart/alternative', @head);
    $whole->attach($part->($_->{type}, $_->{content})) for @parts;
    return $whole;
}

my %head = map { $_->{id} => $_ } @{ $desk->{tickets} };
for my $event (@{ $desk->{events} }) {
    my $wanted = $head{ $event->{ticketId} };
    at($event->{at});
    my $ticket = RT::Ticket->new(as($event->{by}));
    if ($event->{type} eq 'create') {
        my ($id, undef, $message) = $ticket->Create(
            id => $wanted->{id}, Queue => $wanted->{queue}, Subject => $wanted->{subject},
            Requestor => $wanted->{requester}, Priority => $wanted->{priority},
            MIMEObj => entity($event, $wanted->{subject}),
        );
        ok($id, $message);
        next;
    }
    ok($ticket->Load($wanted->{id}), "ticket $wanted->{id}");
    if    ($event->{type} eq 'correspond') { ok($ticket->Correspond(MIMEObj => entity($event))) }
    elsif ($event->{type} eq 'comment')    { ok($ticket->Comment(MIMEObj => entity($event))) }
    elsif ($event->{type} eq 'owner')      { ok($ticket->SetOwner($event->{value}, 'Force')) }
    elsif ($event->{type} eq 'merge')      { ok($ticket->MergeInto($event->{value})) }
    elsif ($ticket->Status ne $event->{value}) { ok($ticket->SetStatus($event->{value})) }
}
print "seeded\n";
